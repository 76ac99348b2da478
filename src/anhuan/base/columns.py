"""Values from outside, brought into the form a column wants, or refused by its name."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from anhuan.kernel.refusal import Refusal, Why


def cleaned(
    model: type[models.Model], given: Mapping[str, Any], allowed: Collection[str]
) -> dict[str, Any]:
    """``given`` as the columns of ``model`` hold it, foreign keys under their column's name.

    Text is trimmed; lists and objects pass as they are. Refuses ``MALFORMED`` with ``field`` and
    ``problem`` (unknown, control-character, null, blank, max_length, invalid_choice, invalid, …).
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in allowed:
            raise Refusal(Why.MALFORMED, field=name[:64], problem="unknown")
        field: Any = model._meta.get_field(name)
        values[field.attname] = _cleaned(field, _plain(name, value))
    return values


def _plain(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = str(value).strip()
    # NUL breaks PostgreSQL text; lone surrogates break every encoder on the way out.
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        raise Refusal(Why.MALFORMED, field=name, problem="control-character")
    return text


def _cleaned(field: Any, value: Any) -> Any:
    if field.null and value in (None, ""):
        return None
    if isinstance(field, models.JSONField):
        return value
    try:
        return field.clean(value, None)
    except ValidationError as error:
        problem = error.error_list[0].code or "invalid"
        raise Refusal(Why.MALFORMED, field=field.name, problem=problem) from None
