"""Every table of ours as lines of JSON, the same on both databases, and back."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from anhuan.base.text_index import SearchField, held, tokens_in

FOREIGN_APPS: Final = frozenset({"auth", "contenttypes"})
"""Tables that Django fills itself when it migrates; nothing of ours points there."""
PASSING: Final = frozenset({"ops.Heartbeat"})
CHUNK: Final = 2_000

Encode = Callable[[Any], Any]


def our_models() -> list[type[models.Model]]:
    """Every table that a backup holds, by label."""
    found = apps.get_models(include_auto_created=True)
    ours = [
        model
        for model in found
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in FOREIGN_APPS
        and model._meta.label not in PASSING
    ]
    return sorted(ours, key=lambda model: model._meta.label)


def columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def lines(model: type[models.Model], *, without: Mapping[str, Any]) -> Iterator[bytes]:
    """The rows in the order of the primary key, one JSON list a line; but not those of
    ``without`` (an ORM condition)."""
    steps = [_encoder(field) for field in model._meta.concrete_fields]
    found = model._default_manager.order_by("pk").values_list(*columns(model))
    if without:
        found = found.exclude(**without)
    for row in found.iterator(chunk_size=CHUNK):
        values = [
            None if value is None else step(value) for step, value in zip(steps, row, strict=True)
        ]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        yield text.encode("utf-8") + b"\n"


def rows(model: type[models.Model], stream: Iterable[bytes]) -> Iterator[list[Any]]:
    """The rows of lines, as values that the model's fields take. Raises ``ValueError``."""
    steps = [_decoder(field) for field in model._meta.concrete_fields]
    for line in stream:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(steps):
            raise ValueError(f"a row of {model._meta.label} has the wrong shape")
        yield [
            None if value is None else step(value)
            for step, value in zip(steps, values, strict=True)
        ]


def _plain(value: Any) -> Any:
    return value


_ENCODERS: Final[Sequence[tuple[type[models.Field[Any, Any]], Encode, Encode]]] = (
    (SearchField, tokens_in, held),
    (models.JSONField, _plain, _plain),
    (models.UUIDField, str, UUID),
    (models.DateTimeField, datetime.isoformat, datetime.fromisoformat),
    (models.DateField, date.isoformat, date.fromisoformat),
    (models.DecimalField, str, Decimal),
    (
        models.BinaryField,
        lambda value: base64.b64encode(value).decode("ascii"),
        lambda text: base64.b64decode(text, validate=True),
    ),
)


def _target(field: Any) -> Any:
    """The field whose values a column holds: a foreign key holds those of what it points at."""
    while field.remote_field:
        field = field.target_field
    return field


def _encoder(field: Any) -> Encode:
    return _pair(field)[0]


def _decoder(field: Any) -> Encode:
    return _pair(field)[1]


def _pair(field: Any) -> tuple[Encode, Encode]:
    target = _target(field)
    for kind, encode, decode in _ENCODERS:
        if isinstance(target, kind):
            return encode, decode
    return _plain, _plain


def reset_sequences() -> None:
    """Let PostgreSQL's counters of primary keys go on after the highest loaded one."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), our_models()):
            cursor.execute(sql)
