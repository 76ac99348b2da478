"""A person's own tabs over the ledger."""

from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.outside import is_held
from anhuan.cases.models import SavedView
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why

MOST: Final = 12
LONGEST_NAME: Final = 30
LONGEST_QUERY: Final = 2000


@transaction.atomic
def save_view(*, name: str, query: str, columns: tuple[str, ...], by: Viewer) -> UUID:
    """Keep a question under a name; the same name again replaces it.

    Refuses ``MISSING`` without a name, ``MALFORMED`` when it is too long and ``TOO_MANY``.
    """
    name = _checked(name)
    if len(query) > LONGEST_QUERY:
        raise Refusal(Why.MALFORMED, field="query", problem="too-long")
    own = SavedView.objects.filter(person=by.person)
    if own.count() >= MOST and not own.filter(name=name).exists():
        raise Refusal(Why.TOO_MANY, most=MOST)
    row, _ = SavedView.objects.update_or_create(
        person_id=by.person,
        name=name,
        defaults={"query": query, "columns": list(columns)},
        create_defaults={
            "id": new_id(),
            "query": query,
            "columns": list(columns),
            "position": own.count(),
        },
    )
    return row.id


@transaction.atomic
def rename_view(*, view: UUID, name: str, by: Viewer) -> None:
    """Refuses ``NOT_VISIBLE`` for another person's, ``REPEATED`` for a name in use."""
    name = _checked(name)
    own = SavedView.objects.filter(person=by.person)
    if own.filter(name=name).exclude(pk=view).exists():
        raise Refusal(Why.REPEATED)
    if not own.filter(pk=view).update(name=name):
        raise Refusal(Why.NOT_VISIBLE)


@transaction.atomic
def delete_view(*, view: UUID, by: Viewer) -> None:
    """Refuses ``NOT_VISIBLE`` for another person's."""
    gone, _ = SavedView.objects.filter(person=by.person, pk=view).delete()
    if not gone:
        raise Refusal(Why.NOT_VISIBLE)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refusal(Why.MISSING, fields=("name",))
    if len(name) > LONGEST_NAME:
        raise Refusal(Why.MALFORMED, field="name", problem="too-long")
    if not is_held(name):
        raise Refusal(Why.MALFORMED, field="name", problem="control-character")
    return name
