"""What obligations copy of their cases, for those opened before it was copied."""

from django.db import migrations

FILL = """
UPDATE obligations_obligation SET
    kind = (SELECT c.kind FROM cases_case c WHERE c.id = obligations_obligation."case"),
    grade = (SELECT c.grade FROM cases_case c WHERE c.id = obligations_obligation."case"),
    overseer_id = (
        SELECT c.officer_post_id FROM cases_case c
        WHERE c.id = obligations_obligation."case"
        AND (obligations_obligation.site IS NOT NULL OR obligations_obligation.post_id IS NULL)
    )
WHERE EXISTS (SELECT 1 FROM cases_case c WHERE c.id = obligations_obligation."case")
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_open_by_key"),
        ("obligations", "0004_escalation"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
