"""Dates, deadlines, shares, counts and money as the reader sees them. Days are UTC+8."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.web.parts.shapes import Deadline, Tone

ZONE: Final = timezone(timedelta(hours=8))
THIN: Final = "\u2009"
SMALL_DENOMINATOR: Final = 20


def local(at: datetime) -> datetime:
    """The instant on the clock of UTC+8; a naive instant is a defect of the caller."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at.astimezone(ZONE)


def weekday(day: date) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def short_day(day: date, *, year: int | None = None) -> str:
    """“11-20”, with the year in front when it is not ``year``."""
    return f"{day:%m-%d}" if year in (None, day.year) else f"{day:%Y-%m-%d}"


def day_text(day: date, *, year: int | None = None) -> str:
    """“11-20 周五”."""
    return f"{short_day(day, year=year)} {weekday(day)}"


def moment_text(at: datetime, *, year: int | None = None) -> str:
    """“11-20 08:42”."""
    here = local(at)
    return f"{short_day(here.date(), year=year)} {here:%H:%M}"


def clock_text(at: datetime) -> str:
    """“2026-11-20 周五 08:42”, for the top bar."""
    here = local(at)
    return f"{here:%Y-%m-%d} {weekday(here.date())} {here:%H:%M}"


def document_day(day: date) -> str:
    """“11 月 20 日”, for documents."""
    return pgettext("document date", "%(month)d/%(day)d") % {"month": day.month, "day": day.day}


def due_day(due_at: datetime) -> tuple[date, str]:
    """The day a deadline belongs to and its time of day: midnight is 24:00 of the day before."""
    here = local(due_at)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return here.date() - timedelta(days=1), "24:00"
    return here.date(), f"{here:%H:%M}"


def span_text(span: timedelta) -> str:
    """“9 小时” or, under one hour, “40 分”; whole units, rounded down."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def working_days_text(n: int) -> str:
    return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}


def _days_text(n: int) -> str:
    return ngettext("%(n)d d", "%(n)d d", n) % {"n": n}


def deadline(
    due_at: datetime | None, *, at: datetime, working_days: int = 0, estimated: bool = False
) -> Deadline:
    """The deadline as seen at ``at``.

    ``working_days`` are those left, or, when ``due_at`` has passed, those past. ``estimated``
    marks a term that runs into a year whose calendar is not published.
    """
    if due_at is None:
        text = _("No deadline")
        return Deadline("none", text, cell_big=text)
    if at >= due_at:
        return _overdue(due_at, at, abs(working_days))
    return _open(due_at, at, working_days, estimated)


def _overdue(due_at: datetime, at: datetime, days: int) -> Deadline:
    day, _clock = due_day(due_at)
    late = working_days_text(days) if days else _lately(at - due_at)
    cell = _days_text(days) if days else late
    year = local(at).year
    return Deadline(
        "over",
        _("Overdue %(span)s") % {"span": late},
        _("was due %(day)s") % {"day": day_text(day, year=year)},
        _("Overdue %(span)s") % {"span": cell},
        short_day(day, year=year),
        due_at.astimezone(UTC).isoformat(),
    )


def _lately(span: timedelta) -> str:
    """Less than a working day past: hours, and over a week-end whole calendar days."""
    if span.days:
        return ngettext("%(n)d calendar day", "%(n)d calendar days", span.days) % {"n": span.days}
    return span_text(span)


def _open(due_at: datetime, at: datetime, days: int, estimated: bool) -> Deadline:
    day, clock = due_day(due_at)
    here = local(at)
    iso = due_at.astimezone(UTC).isoformat()
    short = short_day(day, year=here.year)
    if day == here.date():
        big = _("Today %(clock)s") % {"clock": clock}
        return Deadline("soon", big, _left(span_text(due_at - at)), big, short, iso)
    tone: Tone = "soon" if days <= 1 else "later"
    left = working_days_text(days)
    if estimated:
        left = _("about %(span)s") % {"span": left}
    return Deadline(
        tone, day_text(day, year=here.year), _left(left), _left(_days_text(days)), short, iso
    )


def _left(span: str) -> str:
    return _("%(span)s left") % {"span": span}


def share(part: int, whole: int, *, nothing: Literal["found", "due"] = "found") -> str:
    """A share that cannot lie: “94.6 %”, “11/12”, “100 %（35/35）”, “—（未发现）”."""
    if whole < 0 or not 0 <= part <= whole:
        raise ValueError("a share needs 0 <= part <= whole")
    if whole == 0:
        return _("— (none found)") if nothing == "found" else _("— (none due)")
    if whole < SMALL_DENOMINATOR:
        return f"{part}/{whole}"
    if part == whole:
        return _("%(percent)s (%(part)s)") % {
            "percent": f"100{THIN}%",
            "part": f"{count(part)}/{count(whole)}",
        }
    exact = Decimal(part * 100) / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part:
        shown = min(max(shown, Decimal("0.1")), Decimal("99.9"))
    return f"{shown}{THIN}%"


def count(n: int) -> str:
    """“1,846”."""
    return f"{n:,}"


def money(fen: int) -> str:
    """Integer 分 as “12,345 元” or “12,345.60 元”."""
    yuan, rest = divmod(abs(fen), 100)
    text = f"{yuan:,}" if rest == 0 else f"{yuan:,}.{rest:02d}"
    return _("%(amount)s yuan") % {"amount": f"-{text}" if fen < 0 else text}


def money_in_documents(fen: int) -> str:
    """As ``money``, and from 10,000 元 on with 万元 added."""
    if abs(fen) < 10_000 * 100:
        return money(fen)
    wan = (Decimal(fen) / Decimal(1_000_000)).normalize()
    wan_text = _("%(amount)s ten thousand yuan") % {"amount": f"{wan:f}"}
    return _("%(percent)s (%(part)s)") % {"percent": money(fen), "part": wan_text}


def size_text(octets: int) -> str:
    """“1.2 MB”, “340 kB”."""
    if octets >= 1_000_000:
        return f"{octets / 1_000_000:.1f} MB"
    return f"{max(1, round(octets / 1000))} kB" if octets else "0 kB"


def case_tail(number: str) -> str:
    """The last group of a number: “000318” of “C-2026-000318”."""
    return number.rsplit("-", 1)[-1]
