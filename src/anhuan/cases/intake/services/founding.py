"""Dossiers for names that a person said are firms not known yet."""

from datetime import datetime

from anhuan.cases import models
from anhuan.cases.intake.keys import name_key
from anhuan.cases.intake.places import Places
from anhuan.cases.intake.types import LEFT_AS_TEXT, NEW_SITE
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal
from anhuan.sites.services import add_site
from anhuan.sites.types import Subject

NO_CODE = "旧台账未载明"


def found_sites(batch: models.Batch, *, by: Viewer, at: datetime) -> None:
    """Open a dossier for each name decided to be new; one that cannot be opened (no address, no
    right to keep dossiers) leaves its rows with the name as text. The caller's transaction."""
    decisions = dict(batch.options.get("sites", {}))
    wanted = {key for key, decision in decisions.items() if decision == NEW_SITE}
    if not wanted:
        return
    places = Places(by, batch.unit_id, at)
    rows = batch.rows.filter(outcome="", ready=True, site__isnull=True).order_by("position")
    changed = []
    for row in rows:
        key = name_key(row.content | row.corrections)
        if key not in wanted:
            continue
        if decisions[key] == NEW_SITE:
            decisions[key] = _opened(row, places, by=by, at=at)
        if decisions[key] != LEFT_AS_TEXT:
            row.site_id = decisions[key]
            changed.append(row)
    models.BatchRow.objects.bulk_update(changed, ["site"], batch_size=500)
    batch.options = dict(batch.options) | {"sites": {k: str(v) for k, v in decisions.items()}}
    batch.save(update_fields=["options"])


def _opened(row: models.BatchRow, places: Places, *, by: Viewer, at: datetime) -> str:
    values = row.content | row.corrections
    code = values.get("uscc") if values.get("uscc_valid") else None
    given = {
        "name": values["site_name"],
        "subject": Subject.ENTERPRISE,
        "address": values.get("address") or "",
        "area": places.place(values, None).area,
        **({"code": code} if code else {"code_missing": NO_CODE}),
    }
    try:
        return str(add_site(given=given, by=by, at=at))
    except Refusal:
        return LEFT_AS_TEXT
