"""What joint visits found before is the competent department's, too."""

from typing import Any

from django.db import migrations


def mark(apps: Any, editor: Any) -> None:
    cases = apps.get_model("cases", "Case").objects
    rows = apps.get_model("inspections", "Visit").objects.filter(kind="joint")
    for findings in rows.values_list("findings", flat=True).iterator():
        if findings:
            cases.filter(pk__in=findings).update(apart=True)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_classes"), ("cases", "0010_apart")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
