"""Duty calls at the desk: who is on duty where now, and the calls with their answers."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.duty.calls import is_above
from anhuan.duty.rosters import Now, rosters_now
from anhuan.duty.types import CallLine
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.roster import Lack, Place
from anhuan.web.parts.formats import deadline, moment_text, span_text
from anhuan.web.parts.onduty import LACKS, caller_text
from anhuan.web.parts.shapes import Deadline


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call with what came of it; ``deadline`` while it waits."""

    unit: str
    about: str
    called: str
    asked: str
    answer: str
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class NowRow:
    """A unit at the moment; ``call`` where the reader may call it."""

    unit: UUID
    name: str
    url: str
    lead: str
    duty: str
    gap: str
    call: str


def call_row(viewer: Viewer, line: CallLine) -> CallRow:
    year = viewer.at.year
    asked = line.name or _("nobody")
    if line.lack is not None:
        asked = _("%(name)s, because of whom is named: %(gap)s") % {
            "name": asked,
            "gap": LACKS[line.lack],
        }
    return CallRow(
        unit=line.unit_name,
        about=line.about,
        called=caller_text(line, year=year),
        asked=asked,
        answer=_answer(line, year),
        deadline=deadline(line.due_at, at=viewer.at) if line.answered_at is None else None,
    )


def _answer(line: CallLine, year: int) -> str:
    """How late an answer was is a fact of the call and of nobody."""
    if line.answered_at is None:
        return ""
    facts = {"name": line.answered_name, "at": moment_text(line.answered_at, year=year)}
    text = _("answered by %(name)s %(at)s") % facts
    if line.answered_at > line.due_at:
        late = span_text(line.answered_at - line.due_at)
        text = _("%(answer)s, %(late)s late") % {"answer": text, "late": late}
    return f"{text}：{line.said}" if line.said else text


def now_rows(viewer: Viewer) -> tuple[NowRow, ...]:
    """The units in reach that are on duty now, and the reader's own."""
    may = viewer.may(Capability.CALL_DUTY)
    return tuple(_now(viewer, one, may=may) for one in rosters_now(viewer))


def _now(viewer: Viewer, one: Now, *, may: bool) -> NowRow:
    gaps = [str(LACKS[place.lack]) for place in one.places if place.lack is not None]
    if not one.places:
        gaps = [pgettext("roster", "no roster")]
    callable_ = may and is_above(viewer, one.path)
    return NowRow(
        unit=one.unit,
        name=one.name,
        url=f"{reverse('desk:roster')}?unit={one.unit}",
        lead=_named(one, Place.LEAD),
        duty=_named(one, Place.DUTY),
        gap="、".join(dict.fromkeys(gaps)),
        call=reverse("desk:call-unit", args=[one.unit]) if callable_ else "",
    )


def _named(one: Now, place: Place) -> str:
    there = [each for each in one.places if each.place is place and each.lack is not Lack.EMPTY]
    return "、".join(" ".join(w for w in (each.name, each.title) if w) for each in there)
