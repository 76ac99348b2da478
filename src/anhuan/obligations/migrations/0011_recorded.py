"""Obligations that are older than their record are taken over into it, as they stand today."""

import secrets
from itertools import islice
from typing import Any

from django.db import migrations

from anhuan.base.clock import now
from anhuan.base.ids import new_id
from anhuan.kernel.log_entry import SALT, commitment
from anhuan.ledger.entries import committed
from anhuan.obligations.recorded import columns_of, taken_over

CHUNK = 1_000


def take_over(apps: Any, schema_editor: Any) -> None:
    at = now()
    rows = apps.get_model("obligations", "Obligation").objects.order_by("id")
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        _write(apps, [taken_over(columns_of(row), at) for row in chunk], at)


def _write(apps: Any, acts: Any, at: Any) -> None:
    fact, body, pending = (apps.get_model("ledger", name) for name in ("Fact", "Body", "Pending"))
    salts = [secrets.token_bytes(SALT) for _ in acts]
    facts = [
        fact(
            id=new_id(),
            kind=act.kind,
            subject=act.subject,
            version=act.version,
            public=act.public,
            commitment=commitment(
                salt,
                committed(public=act.public, body={}, by=None, at=at, recorded_at=at),
            ),
            by=None,
            at=at,
            recorded_at=at,
        )
        for act, salt in zip(acts, salts, strict=True)
    ]
    fact.objects.bulk_create(facts)
    pairs = zip(facts, salts, strict=True)
    body.objects.bulk_create([body(fact=one, salt=salt, content={}) for one, salt in pairs])
    pending.objects.bulk_create([pending(fact=one) for one in facts])


class Migration(migrations.Migration):
    dependencies = [("obligations", "0010_call"), ("ledger", "0003_witness")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
