"""The list of key objects whose sponsor is missing, away or late, and the words of it."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.utils.translation import pgettext_lazy as lazy

from anhuan.duty.coverage import Covered, KeyThing
from anhuan.kernel.sponsoring import Sort, Sponsored
from anhuan.obligations.sponsored import Overview, Visits, Watched
from anhuan.territory.types import AreaLine
from anhuan.web.parts.duties import CAPACITIES
from anhuan.web.parts.formats import local, short_day
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Filter,
    FilterBar,
    Link,
    Option,
    Row,
    Table,
    Tag,
    ViewTab,
)

Text = str | Promise
STANDINGS: Final[Mapping[Sponsored, Text]] = {
    Sponsored.NOBODY: lazy("sponsored", "Nobody named"),
    Sponsored.ENDED: lazy("sponsored", "Ended"),
    Sponsored.VACANT: lazy("sponsored", "Post vacant"),
    Sponsored.OVERDUE: lazy("sponsored", "Visit overdue"),
    Sponsored.AWAY: lazy("sponsored", "On leave"),
    Sponsored.SOUND: lazy("sponsored", "In order"),
}
SORTS: Final[Mapping[Sort, Text]] = {
    Sort.SITE: lazy("sponsored", "Key enterprises"),
    Sort.PROJECT: lazy("sponsored", "Projects"),
    Sort.AREA: lazy("sponsored", "Villages"),
    Sort.TASK: lazy("sponsored", "Key tasks"),
}
LEVELS: Final[Mapping[str, Text]] = {
    "city": lazy("sponsored", "sponsored by the city"),
    "county": lazy("sponsored", "sponsored by the district"),
    "street": lazy("sponsored", "sponsored by the street"),
}
GRAVE: Final = frozenset({Sponsored.NOBODY, Sponsored.ENDED, Sponsored.VACANT, Sponsored.OVERDUE})


def sentence(found: Overview) -> str:
    """“12 个重点对象里 3 个没有包保人，1 个走访超期”."""
    if not found.total:
        return _("Nothing here has to have a sponsor")
    count = found.counts.get
    none = sum(count(one, 0) for one in (Sponsored.NOBODY, Sponsored.ENDED, Sponsored.VACANT))
    late, away = count(Sponsored.OVERDUE, 0), count(Sponsored.AWAY, 0)
    if not none + late + away:
        return _("All %(n)s key objects have a sponsor who keeps the visits") % {"n": found.total}
    text = ngettext(
        "Of %(all)s key object %(n)s has no sponsor",
        "Of %(all)s key objects %(n)s have no sponsor",
        found.total,
    ) % {"all": found.total, "n": none}
    if late:
        text += _(", %(n)s overdue for a visit") % {"n": late}
    if away:
        text += _(", %(n)s with the sponsor on leave") % {"n": away}
    return text


def list_url(asked: Mapping[str, str], **more: str) -> str:
    query = urlencode({name: text for name, text in {**asked, **more}.items() if text})
    return reverse("desk:sponsored") + (f"?{query}" if query else "")


def bar(asked: Mapping[str, str], found: Overview, areas: list[AreaLine]) -> FilterBar:
    """Tabs by standing, filters by sort, area and level of the sponsor; all in the address."""
    trouble = found.total - found.counts.get(Sponsored.SOUND, 0)
    tabs = [(_("In trouble"), "", trouble)]
    tabs += [(str(word), one.value, found.counts.get(one, 0)) for one, word in STANDINGS.items()]
    sorts = [(one.value, str(word)) for one, word in SORTS.items()]
    places = [(str(one.id), one.name) for one in areas]
    levels = [(code, str(word)) for code, word in LEVELS.items()]
    return FilterBar(
        tabs=tuple(
            ViewTab(word, list_url(asked, standing=code), str(n), asked["standing"] == code)
            for word, code, n in tabs
        ),
        filters=(
            _filter(asked, "sort", pgettext("sponsored", "What"), sorts),
            _filter(asked, "area", pgettext("sponsored", "Where"), places),
            _filter(asked, "level", pgettext("sponsored", "Level"), levels),
        ),
    )


def _filter(
    asked: Mapping[str, str], name: str, label: str, options: list[tuple[str, str]]
) -> Filter:
    chosen = asked[name]
    return Filter(
        label,
        value=dict(options).get(chosen, ""),
        options=tuple(
            Option(word, list_url(asked, **{name: code}), current=code == chosen)
            for code, word in options
        ),
        clear_url=list_url(asked, **{name: ""}) if chosen else "",
    )


def table(found: Overview, places: Mapping[str, str], today: date, *, acts: bool) -> Table:
    columns = (
        Column(pgettext("sponsored", "How it stands")),
        Column(pgettext("sponsored", "What"), cut="m"),
        Column(pgettext("sponsored", "Where"), cut="s"),
        Column(pgettext("sponsored", "Why it is key"), cut="m"),
        Column(pgettext("sponsored", "Sponsor"), cut="l"),
        Column(pgettext("sponsored", "Visits")),
        *((Column(pgettext("sponsored", "Next")),) if acts else ()),
    )
    rows = tuple(
        Row(str(one.covered.thing.id), _cells(one, places, today, acts=acts))
        for one in found.lines
    )
    empty = EmptyState(_("None like this. What is key is said in the rules."))
    return Table(columns, rows, _("Key objects and their sponsors"), empty=empty)


def _cells(
    one: Watched, places: Mapping[str, str], today: date, *, acts: bool
) -> tuple[object, ...]:
    thing = one.covered.thing
    grounds = "、".join(thing.grounds)
    return (
        mark(one.standing),
        thing_link(thing),
        places.get(thing.path, ""),
        Cell(grounds, title=grounds),
        sponsor_text(one.covered, today),
        visits_text(one.visits, today),
        *((act(one.covered),) if acts else ()),
    )


def mark(standing: Sponsored) -> object:
    word = str(STANDINGS[standing])
    return Tag(word, grave=True) if standing in GRAVE else word


def thing_link(thing: KeyThing) -> Link:
    if thing.sort is Sort.TASK:
        return Link(f"{thing.number} {thing.name}", reverse("desk:task", args=[thing.number]))
    return Link(thing.name, reverse("desk:sponsored-of", args=[thing.id]))


def sponsor_text(one: Covered, today: date) -> str:
    """“包保领导 韩东 东港街道办事处 主任”, who stands in, or why there is nobody."""
    if one.standing is Sponsored.NOBODY or one.capacity is None:
        return _("nobody was ever named")
    held = one.holder
    post = " ".join(part for part in (held.unit_name, held.title) if part) if held else ""
    if one.standing is Sponsored.ENDED:
        return _ended(one, post, today)
    if one.standing is Sponsored.VACANT or held is None or held.person is None:
        return _("%(post)s is vacant") % {"post": post}
    if one.away is not None:
        words = {
            "name": one.away.name,
            "post": post,
            "deputy": one.away.deputy_name,
            "day": short_day(local(one.away.until).date(), year=today.year),
        }
        return _("%(name)s %(post)s, on leave until %(day)s; %(deputy)s stands in") % words
    return f"{CAPACITIES[one.capacity]} {held.name} {post}"


def _ended(one: Covered, post: str, today: date) -> str:
    day = short_day(one.ended_on, year=today.year) if one.ended_on else ""
    text = _("%(post)s, ended %(day)s") % {"post": post, "day": day}
    if one.fill_by is None:
        return text
    words = {"why": one.because, "day": short_day(one.fill_by, year=today.year)}
    return text + _("; %(why)s, somebody is named by %(day)s") % words


def visits_text(visits: Visits, today: date) -> str:
    """“走了 2 次，漏了 1 次，下一次 06-30 前”."""
    if visits == Visits():
        return _("none due yet")
    text = _("%(done)s kept, %(missed)s missed") % {
        "done": visits.done,
        "missed": visits.missed,
    }
    if visits.due_on is not None:
        text += _("; next by %(day)s") % {"day": short_day(visits.due_on, year=today.year)}
    return text


def act(one: Covered) -> Link:
    """Fixed where it is shown: somebody is named, or takes over from whoever is there."""
    ends = one.standing in {Sponsored.VACANT, Sponsored.OVERDUE, Sponsored.AWAY, Sponsored.SOUND}
    if ends and one.bond is not None:
        return Link(_("Another takes over"), reverse("admin:bond-end", args=[one.bond]))
    url = reverse("admin:bond-new")
    return Link(_("Name a sponsor"), f"{url}?object={one.thing.id}&back=sponsored")
