"""How often a place is checked and why, in words that officers and the firm itself both read."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from anhuan.inspections.frequencies import Told, frequencies_of
from anhuan.inspections.words.campaigns import LEVEL_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.frequency import Record
from anhuan.rulebook.types import NamedRule
from anhuan.web.parts.duties import cycle_text
from anhuan.web.parts.formats import day_text


@dataclass(frozen=True, slots=True)
class FrequencyLine:
    """One level: whose check, how often, by which rule; what made it less often, if anything;
    when it was last made, and for how long the next has been overdue, if it is."""

    level: str
    cycle: str
    rule: str
    fell: tuple[str, ...]
    last: str
    late: str


def frequency_lines(viewer: Viewer, site: UUID) -> tuple[FrequencyLine, ...]:
    year = day_of(viewer.at).year
    return tuple(_line(told, year) for told in frequencies_of(viewer, site))


def _line(told: Told, year: int) -> FrequencyLine:
    one = told.frequency
    mark = "" if told.rule.verified else pgettext("frequency", " (unverified)")
    return FrequencyLine(
        level=str(LEVEL_WORDS[one.level]),
        cycle=cycle_text(one.cycle),
        rule=f"{told.rule.name}（{told.rule.source}{mark}）",
        fell=tuple(_fell(told, each) for each in told.reductions),
        last=_last(told, year),
        late=_late(told.late),
    )


def _last(told: Told, year: int) -> str:
    if told.last_on is None:
        return pgettext("frequency", "No visit on record")
    return pgettext("frequency", "Last: %(day)s") % {"day": day_text(told.last_on, year=year)}


def _late(days: int) -> str:
    if not days:
        return ""
    return npgettext("frequency", "%(n)d day overdue", "%(n)d days overdue", days) % {"n": days}


def _fell(told: Told, reduction: NamedRule) -> str:
    months = reduction.rule.months
    words = {
        "base": cycle_text(told.frequency.base),
        "why": reduction.name,
        "record": _record(told.records.get(months, Record()), months),
        "source": reduction.source,
    }
    return _("Less often than %(base)s: %(why)s. %(record)s (%(source)s)") % words


def _record(record: Record, months: int) -> str:
    words = {
        "months": months,
        "visits": record.visits,
        "majors": record.majors,
        "returned": record.returned,
    }
    return (
        _(
            "In %(months)d months: %(visits)d inspections, %(majors)d major hazards, %(returned)d "
            "failed re-checks, nothing overdue"
        )
        % words
    )
