"""Where something stands: every column of text of every table, whoever the table belongs to.

The tables are taken from the registry by the kind of their columns. A list of tables kept by hand
would be right on the day it was written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from anhuan.base.text_index import SearchField
from anhuan.erasure.terms import excerpt, holds, pattern, spellings
from anhuan.erasure.types import Hit

OWN: Final = "anhuan."
OF_RECORD: Final = frozenset({"ledger.Entry", "ledger.Log", "ledger.Pending"})
"""What the log is made of: codes and hashes."""
FACT: Final = "ledger.Fact"
BODY: Final = "ledger.Body"
NAMESAKES: Final = frozenset({"people.Person", "people.Account"})
"""Rows of other people, who may have the same name: never touched for a name alone."""
CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """A row that holds something, with the columns in which it does."""

    model: type[models.Model]
    row: models.Model
    columns: tuple[str, ...]


def searched() -> list[type[models.Model]]:
    """The tables that are searched."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(OWN)
        and model._meta.label not in OF_RECORD | NAMESAKES
        and text_columns(model)
    ]
    return sorted(found, key=lambda model: model._meta.label)


def tables() -> list[str]:
    """Every table of ours by its name in the database."""
    found = apps.get_models(include_auto_created=True)
    return sorted(one._meta.db_table for one in found if one.__module__.startswith(OWN))


def text_columns(model: type[models.Model]) -> list[Any]:
    """The columns that hold text that people write."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.remote_field
        and not isinstance(field, SearchField)
        and (isinstance(field, models.JSONField) or _is_text(field) or _is_answer(field))
    ]


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _is_answer(field: Any) -> bool:
    """Answers kept as bytes are text; other bytes are hashes, keys and what is sealed."""
    return isinstance(field, models.BinaryField) and field.model._meta.label == "api.Once"


def rows_with(terms: tuple[str, ...]) -> Iterator[Found]:
    """Every row that holds one of ``terms``."""
    if not terms:
        return
    for model in searched():
        yield from _rows_of(model, terms)


def _rows_of(model: type[models.Model], terms: tuple[str, ...]) -> Iterator[Found]:
    columns = text_columns(model)
    rows = _candidates(model, columns, spellings(terms))
    if model._meta.label == BODY:
        # What is said of another person's own name and number is that person's.
        rows = rows.exclude(fact__kind__startswith="person.")
        rows = rows.exclude(fact__kind__startswith="account.")
    for row in rows.iterator(chunk_size=CHUNK):
        held = tuple(one.attname for one in columns if holds(getattr(row, one.attname), terms))
        if held:
            yield Found(model, row, held)


def _candidates(
    model: type[models.Model], columns: Sequence[Any], words: Sequence[str]
) -> models.QuerySet[Any]:
    rows = model._default_manager.order_by("pk")
    if any(isinstance(one, models.BinaryField) for one in columns):
        return rows
    wanted = Q()
    for one in columns:
        name = one.name
        if isinstance(one, models.JSONField):
            name = f"{one.name}_as_text"
            rows = rows.annotate(**{name: Cast(one.name, models.TextField())})
        for word in words:
            wanted |= Q(**{f"{name}__icontains": word})
    return rows.filter(wanted)


def hits(terms: tuple[str, ...], *, most: int) -> list[Hit]:
    """The places, at most ``most`` of them."""
    found: list[Hit] = []
    for each in rows_with(terms):
        label = each.model._meta.label
        for column in each.columns:
            found.append(
                Hit(
                    label=label,
                    key=str(each.row.pk),
                    column=column,
                    excerpt=excerpt(getattr(each.row, column), terms),
                    fixed=label == FACT,
                )
            )
            if len(found) >= most:
                return found
    return found


def named_alike(terms: tuple[str, ...], person: Any) -> int:
    """How many other people here have a name that is sought."""
    known = apps.get_model("people", "Person").objects.exclude(pk=person)
    names = known.values_list("name", flat=True)
    return sum(bool(terms and pattern(terms).fullmatch(name)) for name in names.iterator())
