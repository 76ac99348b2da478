"""What people want changed here, and the answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.outside import number_in
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Suggestion, SuggestionCount
from anhuan.people.sealing import code_digest, new_code
from anhuan.people.services.acts import advance, begin


@transaction.atomic
def suggest(*, text: str, page: str, by: UUID | None, at: datetime) -> tuple[str, str]:
    """Take a suggestion or complaint: its number, and the code that shows it to its author.

    Raises ``Refusal``: MISSING without text, TOO_MANY over 2000 signs.
    """
    if not text.strip():
        raise Refusal(Why.MISSING, field="text")
    if len(text.strip()) > 2000:
        raise Refusal(Why.TOO_MANY, limit=2000)
    code = new_code()
    row = Suggestion(
        number=_next_number(day_of(at).year),
        text=text.strip(),
        page=page[:200],
        person_id=by,
        digest=code_digest(code, use="suggestion"),
        at=at,
    )
    body = {"text": row.text, "page": row.page}
    begin(row, "suggestion.made", public={"number": row.number}, body=body, by=by, at=at)
    return row.number, code


@transaction.atomic
def answer_suggestion(*, number: str, answer: str, by: UUID, at: datetime) -> None:
    """Answer once. Raises ``Refusal``: NOT_VISIBLE, REPEATED, MISSING."""
    row = Suggestion.objects.select_for_update().filter(number=number_in(number)).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.answered_at is not None:
        raise Refusal(Why.REPEATED)
    if not answer.strip():
        raise Refusal(Why.MISSING, field="answer")
    fields = {"answer": answer.strip(), "answered_by_id": by, "answered_at": at}
    body = {"answer": answer.strip()}
    advance(row, "suggestion.answered", fields=fields, body=body, by=by, at=at)


def _next_number(year: int) -> str:
    row, _ = SuggestionCount.objects.select_for_update().get_or_create(year=year)
    row.last += 1
    row.save()
    return f"S-{year}-{row.last:06d}"
