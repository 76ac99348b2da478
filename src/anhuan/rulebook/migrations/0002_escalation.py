"""A node that is in use gets the ladders and the quiet hours; a new one gets all rules at once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import migrations

from anhuan.base.clock import now
from anhuan.base.ids import new_id

SEED = Path(__file__).resolve().parent.parent / "seed"
SINCE = datetime(1999, 12, 31, 16, tzinfo=UTC)
"""The first instant of 2000 in UTC+8, from which the shipped ladders hold."""


def load(apps: Any, schema_editor: Any) -> None:
    version = apps.get_model("rulebook", "Version")
    if not version.objects.exists():
        return
    at = now()
    for subject in ("escalation", "quiet"):
        for row in json.loads((SEED / f"{subject}.json").read_text(encoding="utf-8")):
            version.objects.create(
                id=new_id(),
                subject=subject,
                code=row["code"],
                name=row["name"],
                value=row["value"],
                source=row["source"],
                verified=row["verified"],
                note=row.get("note", ""),
                valid_from=SINCE,
                recorded_from=at,
            )


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
