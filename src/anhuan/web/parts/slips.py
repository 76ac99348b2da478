"""Slips: the quiet mark of each act in a timeline, and the paper that whoever acted keeps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from anhuan.kernel.check_phrase import check_phrase, english_check_phrase
from anhuan.kernel.received import EXTENSION
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.receipts import Mark, Receipt, Seen, marks_of, receipt
from anhuan.web.parts.formats import ZONE, clock_text, day_text
from anhuan.web.parts.qr import qr_svg
from anhuan.web.parts.shapes import Facts, Link, RecordMark

DAYS: Final = ("due_on", "fix_by", "until")


class Recorded(Protocol):
    """An act in a timeline, whatever it was done on."""

    @property
    def version(self) -> int: ...
    @property
    def fact_id(self) -> UUID: ...


E = TypeVar("E", bound=Recorded)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act as its slip tells it: what was done (``act``) on what (``label`` and ``number``),
    by whom, and the days it set. A slip names posts, never persons."""

    version: int
    fact_id: UUID
    act: str
    label: str
    number: str
    post_title: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the acts on one thing stand in the record; ``page`` is the address of their slips."""

    number: str
    page: str
    found: Mapping[UUID, Mark]

    def link(self, entry: Recorded) -> Link:
        url = reverse(self.page, args=[self.number, entry.version])
        mark = self.found.get(entry.fact_id)
        if mark is None or not mark.signed:
            return Link(pgettext("slip", "waiting for its place"), url)
        words = (
            pgettext("slip", "record %(n)d, confirmed")
            if mark.seen
            else pgettext("slip", "record %(n)d")
        )
        return Link(words % {"n": mark.index}, url)


def marks(number: str, page: str, entries: Iterable[Recorded]) -> Marks:
    return Marks(number, page, marks_of(entry.fact_id for entry in entries))


def record_mark(entries: Sequence[Recorded], found: Marks) -> RecordMark:
    """How many acts are in the signed log, and who has confirmed it, as of the newest."""
    placed = [found.found[one.fact_id] for one in entries if one.fact_id in found.found]
    signed = [mark for mark in placed if mark.signed]
    n = len(entries)
    if not signed:
        text = ngettext(
            "%(n)d act stands in the record of this node.",
            "All %(n)d acts stand in the record of this node.",
            n,
        ) % {"n": n}
        return RecordMark("whole", _("On record"), text)
    text = _("%(signed)d of %(n)d acts stand in the signed log.") % {"signed": len(signed), "n": n}
    last = max(signed, key=lambda mark: (mark.year, mark.index))
    said = _confirmations(last.seen) or _("Nobody else has confirmed it yet.")
    return RecordMark("whole", _("On record"), f"{text} {said}".strip())


def _confirmations(seen: Sequence[Seen]) -> str:
    return " ".join(
        _("Confirmed by %(name)s, %(at)s.") % {"name": one.name, "at": _clock(one.at)}
        for one in seen
    )


def _clock(at: int) -> str:
    return clock_text(datetime.fromtimestamp(at, ZONE))


@dataclass(frozen=True, slots=True)
class SlipPart:
    """A slip as it is shown and printed; ``code`` and what follows only once it has its place."""

    title: str
    sentence: str
    facts: Facts
    words: str
    back: str
    received: str
    code: SafeString | None = None
    link: str = ""
    check: str = ""
    key: str = ""
    proof: str = ""


def entry_at(entries: Iterable[E], version: int) -> E:
    """The act of that version. Refuses ``NOT_VISIBLE``."""
    found = next((one for one in entries if one.version == version), None)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def receipt_of(deed: Deed) -> Receipt:
    """Refuses ``NOT_VISIBLE`` where the act is not in the record."""
    found = receipt(deed.fact_id)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def slip(deed: Deed, *, page: str, back: str) -> SlipPart:
    """The slip of one act that the reader sees."""
    found = receipt_of(deed)
    part = SlipPart(
        title=deed.number,
        sentence=_("Received, waiting for its place in the log"),
        facts=_facts(deed, found),
        words=_words(found.leaf),
        back=f"{back}#act-{deed.version}",
        received=reverse(f"{page}-received", args=[deed.number, deed.version]),
    )
    return _placed(part, found) if found.slip and found.mark and found.mark.signed else part


def _placed(part: SlipPart, found: Receipt) -> SlipPart:
    assert found.slip is not None
    assert found.mark is not None
    fingerprint = found.key.replace(" ", "")
    place = (found.mark.year, found.slip.index, found.slip.link.rpartition("/")[2])
    return SlipPart(
        title=part.title,
        sentence=_("On record, number %(n)d") % {"n": found.slip.index},
        facts=part.facts,
        words=part.words,
        back=part.back,
        received="",
        code=qr_svg(found.slip.with_key(fingerprint)),
        link=found.slip.link,
        check=f"{reverse('record:check', args=place)}#{fingerprint}",
        key=found.key,
        proof=reverse("record:proof", args=place),
    )


def _facts(deed: Deed, found: Receipt) -> Facts:
    days = [str(deed.data[name]) for name in DAYS if deed.data.get(name)]
    due = ", ".join(day_text(date.fromisoformat(day)) for day in days)
    confirmed = _confirmations(found.mark.seen) if found.mark else ""
    pairs = (
        (pgettext("slip", "What"), deed.act),
        (deed.label, deed.number),
        (pgettext("slip", "Who"), deed.post_title),
        (pgettext("slip", "When"), clock_text(deed.at)),
        (pgettext("slip", "Entered"), _entered() if found.imported else ""),
        (pgettext("slip", "Deadline"), due),
        (pgettext("slip", "Confirmed"), confirmed),
    )
    return Facts(tuple((name, text) for name, text in pairs if text))


def _entered() -> str:
    return _(
        "Afterwards, from before: it proves what was entered, not that it was on record at its "
        "time"
    )


def _words(leaf: bytes) -> str:
    if (get_language() or "").startswith("zh"):
        return " ".join(check_phrase(leaf))
    return ", ".join(english_check_phrase(leaf))


def received_response(deed: Deed) -> HttpResponse:
    """The node's signed word that the act came in, as a file to keep."""
    name = f"{deed.number}-{deed.version}{EXTENSION}"
    response = HttpResponse(receipt_of(deed).received, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
