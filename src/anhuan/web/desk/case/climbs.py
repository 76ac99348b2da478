"""What became of a case by the clock: the rungs that were reached, the 督办 level, and what comes
next if nothing is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anhuan.cases.words.acts import VERBS
from anhuan.cases.words.climbing import MEASURES, level_text
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action, Case
from anhuan.kernel.escalation import Measure
from anhuan.kernel.rules import Rules
from anhuan.obligations.queries import climbs_of_case, watch_of_case
from anhuan.obligations.types import Climbed, Lapse
from anhuan.people.queries import persons
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder
from anhuan.web.parts.formats import due_day, moment_text, short_day
from anhuan.web.parts.shapes import PersonPost, Tag, TimelineAct


@dataclass(frozen=True, slots=True)
class Climbs:
    """Worded: ``lapse`` is empty where nothing more is to come."""

    tags: tuple[Tag, ...]
    lapse: str
    acts: tuple[tuple[datetime, TimelineAct], ...]


def climbs(viewer: Viewer, case: Case, rules: Rules, *, year: int) -> Climbs:
    watch = watch_of_case(viewer, case.id, knowledge=rules.knowledge, ended_at=case.ended_at)
    rows = climbs_of_case(viewer, case.id)
    asked = [row.post for row in rows] + [watch.lapse.post if watch.lapse else None]
    posts = holders({post for post in asked if post}, at=viewer.at)
    people = persons([row.person for row in rows if row.person]) if rows else {}
    names = {key: person.name for key, person in people.items()}
    return Climbs(
        tags=(Tag(level_text(watch.level), grave=True),) if watch.level else (),
        lapse=_lapse(watch.lapse, posts, year) if watch.lapse else "",
        acts=tuple((row.became_at, _act(row, posts, names, year)) for row in rows),
    )


def _lapse(lapse: Lapse, posts: Mapping[UUID, Holder], year: int) -> str:
    """“若 11-28 24:00 前未办，升级到 站长 郑明（提示函）”."""
    day, clock = due_day(lapse.at)
    held = posts.get(lapse.post) if lapse.post else None
    who = " ".join(word for word in (held.title, held.name) if word) if held else ""
    text = _("if not done before %(when)s it climbs to %(who)s (%(measure)s)")
    return text % {
        "when": f"{short_day(day, year=year)} {clock}",
        "who": who or _("nobody: no post above is held"),
        "measure": MEASURES[Measure(lapse.measure)],
    }


def _act(
    row: Climbed, posts: Mapping[UUID, Holder], names: Mapping[UUID, str], year: int
) -> TimelineAct:
    measure = Measure(row.measure)
    word = _("By the clock: %(measure)s") % {"measure": MEASURES[measure]}
    if measure is not Measure.REMINDER:
        word = _("Not done in time, it climbed: %(measure)s") % {"measure": MEASURES[measure]}
    held = posts.get(row.post) if row.post else None
    title = " ".join(w for w in (held.unit_name, held.title) if w) if held else ""
    name = names.get(row.person, "") if row.person else ""
    return TimelineAct(
        moment_text(row.became_at, year=year),
        word,
        (PersonPost(name, title),) if name else (),
        said=" · ".join(_said(row, year)),
        grave=row.supervision > 0,
        anchor=f"climb-{row.id}",
    )


def _said(row: Climbed, year: int) -> Sequence[str]:
    said = [str(VERBS[Action(row.act)])] if row.act in set(Action) else []
    if row.due_on:
        said.append(_("due %(day)s") % {"day": short_day(row.due_on, year=year)})
    if row.supervision:
        said.append(level_text(row.supervision))
    if row.climbed_from:
        said.append(_("the post it was meant for is vacant"))
    if row.person is None:
        said.append(_("nobody holds a post up to the top"))
    return said
