"""What is left behind when somebody leaves: everything at once, by kind and by post."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.watching import Watched
from anhuan.cases.words.inputs import LINES
from anhuan.duty.handovers import Held
from anhuan.duty.licensing import Issued
from anhuan.duty.types import HandoverLine
from anhuan.kernel.duty import Capacity
from anhuan.obligations.types import Item
from anhuan.territory.types import Holder
from anhuan.web.admin.words import day, moment
from anhuan.web.parts.duties import CAPACITIES
from anhuan.web.parts.formats import count
from anhuan.web.parts.owed import due_words
from anhuan.web.parts.shapes import Column, EmptyState, PersonPost, Row, Table

OWED, WINDOWS, ANSWERS, BONDS, WATCHED = "owed", "windows", "answers", "bonds", "watched"
PERMITS = "permits"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of orphans: how many, and the list of them."""

    key: str
    head: str
    count: int
    table: Table


@dataclass(frozen=True, slots=True)
class Orphans:
    """Everything that has nobody the moment the person leaves."""

    items: Sequence[Item]
    held: Sequence[Held]
    watched: Sequence[Watched]
    permits: Sequence[Issued] = ()

    def __len__(self) -> int:
        return len(self.items) + len(self.held) + len(self.watched) + len(self.permits)

    def by_post(self) -> dict[UUID, dict[str, int]]:
        """How much of each kind hangs on each post; watched cases hang on the person."""
        found: dict[UUID, Counter[str]] = {}
        for item in self.items:
            if item.post is not None:
                key = WINDOWS if item.duty else OWED
                found.setdefault(item.post, Counter())[key] += 1
        for one in self.held:
            key = ANSWERS if one.capacity is Capacity.ANSWERS else BONDS
            found.setdefault(one.post, Counter())[key] += 1
        for permit in self.permits:
            found.setdefault(permit.post, Counter())[PERMITS] += 1
        return {post: dict(counts) for post, counts in found.items()}


def heads() -> Mapping[str, str]:
    return {
        OWED: pgettext("orphans", "Due on cases"),
        WINDOWS: pgettext("orphans", "Cyclic duties due"),
        ANSWERS: pgettext("orphans", "Sites and areas answered for"),
        BONDS: pgettext("orphans", "Sponsored and headed"),
        PERMITS: pgettext("orphans", "Permits answered for"),
        WATCHED: pgettext("orphans", "Cases watched"),
    }


def sentence(name: str, orphans: Orphans) -> str:
    many = len(orphans)
    if not many:
        return _("%(name)s leaves nothing open behind") % {"name": name}
    text = ngettext(
        "If %(name)s leaves, %(n)s thing has nobody",
        "If %(name)s leaves, %(n)s things have nobody",
        many,
    )
    return text % {"name": name, "n": count(many)}


def tally(counts: Mapping[str, int]) -> str:
    """“应办 12 · 单位和区域 200”."""
    words = heads()
    parts = [f"{words[key]} {count(counts[key])}" for key in words if counts.get(key)]
    return " · ".join(parts) or _("nothing open")


def label(holder: Holder | None, counts: Mapping[str, int], *, acting: bool) -> str:
    where = " ".join(part for part in (holder.unit_name, holder.title) if part) if holder else ""
    stands = _(" (stands in)") if acting else ""
    return f"{where}{stands}：{tally(counts)}"


def kinds(orphans: Orphans, posts: Mapping[UUID, Holder]) -> list[Kind]:
    """The lists, those that are not empty."""
    words = heads()
    owed = [item for item in orphans.items if not item.duty]
    windows = [item for item in orphans.items if item.duty]
    answers = [one for one in orphans.held if one.capacity is Capacity.ANSWERS]
    bonds = [one for one in orphans.held if one.capacity is not Capacity.ANSWERS]
    found = [
        Kind(OWED, words[OWED], len(owed), _items(owed, posts, words[OWED])),
        Kind(WINDOWS, words[WINDOWS], len(windows), _items(windows, posts, words[WINDOWS])),
        Kind(ANSWERS, words[ANSWERS], len(answers), _held(answers, posts, words[ANSWERS])),
        Kind(BONDS, words[BONDS], len(bonds), _held(bonds, posts, words[BONDS])),
        Kind(PERMITS, words[PERMITS], len(orphans.permits), _permits(orphans.permits, posts)),
        Kind(WATCHED, words[WATCHED], len(orphans.watched), _watched(orphans.watched)),
    ]
    return [kind for kind in found if kind.count]


def _title(post: UUID | None, posts: Mapping[UUID, Holder]) -> str:
    holder = posts.get(post) if post else None
    return holder.title if holder else ""


def _items(items: Sequence[Item], posts: Mapping[UUID, Holder], caption: str) -> Table:
    columns = (
        Column(pgettext("orphans", "Until")),
        Column(pgettext("orphans", "What")),
        Column(pgettext("orphans", "On what"), cut="m"),
        Column(pgettext("orphans", "Number")),
        Column(pgettext("orphans", "Post")),
    )
    rows = tuple(
        Row(
            str(item.id),
            (
                item.due_on.isoformat() if item.due_on else pgettext("orphans", "no deadline"),
                due_words(item),
                item.site_name or item.title,
                item.number or "—",
                _title(item.post, posts),
            ),
        )
        for item in items
    )
    return Table(columns, rows, caption, empty=EmptyState("—"))


def _held(held: Sequence[Held], posts: Mapping[UUID, Holder], caption: str) -> Table:
    columns = (
        Column(pgettext("orphans", "Object"), cut="m"),
        Column(pgettext("orphans", "As what")),
        Column(pgettext("orphans", "Post")),
    )
    rows = tuple(
        Row(str(n), (one.name or "—", capacity(one), _title(one.post, posts)))
        for n, one in enumerate(held)
    )
    return Table(columns, rows, caption, empty=EmptyState("—"))


def _permits(permits: Sequence[Issued], posts: Mapping[UUID, Holder]) -> Table:
    columns = (
        Column(pgettext("orphans", "Object"), cut="m"),
        Column(pgettext("orphans", "Permit"), cut="m"),
        Column(pgettext("orphans", "Until")),
        Column(pgettext("orphans", "Post")),
    )
    rows = tuple(
        Row(
            str(one.permit.id),
            (
                one.permit.site_name,
                one.permit.number,
                one.permit.valid_to.isoformat() if one.permit.valid_to else "—",
                _title(one.post, posts),
            ),
        )
        for one in permits
    )
    return Table(columns, rows, heads()[PERMITS], empty=EmptyState("—"))


def capacity(one: Held) -> str:
    if one.capacity is Capacity.ANSWERS:
        return str(LINES[one.line.value])
    word = str(CAPACITIES[one.capacity])
    return f"{word}（{one.subject}）" if one.subject else word


def _watched(watched: Sequence[Watched]) -> Table:
    columns = (
        Column(pgettext("orphans", "Number")),
        Column(pgettext("orphans", "On what"), cut="m"),
        Column(pgettext("orphans", "Until")),
    )
    rows = tuple(
        Row(
            one.number,
            (
                one.number,
                f"{one.site_name} {one.description}".strip(),
                one.due_on.isoformat() if one.due_on else "—",
            ),
        )
        for one in watched
    )
    return Table(columns, rows, heads()[WATCHED], empty=EmptyState("—"))


def slip(lines: Sequence[HandoverLine]) -> Table:
    """The paper both sign: each post, what hangs on it, who has it now."""
    columns = (
        Column(pgettext("orphans", "Post")),
        Column(pgettext("handover", "Handed over")),
        Column(pgettext("handover", "Taken over by")),
        Column(pgettext("handover", "From")),
    )
    rows = tuple(
        Row(
            str(line.post),
            (
                f"{line.unit_name} {line.title}".strip(),
                tally(line.orphans),
                _taken(line),
                day(line.since),
            ),
        )
        for line in lines
    )
    return Table(columns, rows, pgettext("handover", "Handover"))


def slip_name(line: HandoverLine) -> str:
    return _("The slip of %(day)s") % {"day": day(line.since)}


def _taken(line: HandoverLine) -> object:
    if line.successor is not None:
        return PersonPost(line.successor_name, _("stands in") if line.acting else "")
    return gap(line)


def gap(line: HandoverLine) -> str:
    """“空着：等组织任命，12-01 前定人”."""
    until = line.fill_by.isoformat() if line.fill_by else ""
    return _("vacant: %(why)s; somebody is named by %(day)s") % {
        "why": line.because,
        "day": until,
    }


def head(lines: Sequence[HandoverLine]) -> dict[str, str]:
    first = lines[0]
    return {"name": first.person_name, "basis": first.basis, "at": moment(first.recorded_at)}
