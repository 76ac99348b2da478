"""Hazard sources in words: how a unit stands, its calculation line by line, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.hazards.types import (
    Assessed,
    Chemical,
    HazardUnit,
    LineProblem,
    Outdated,
    Standing,
    UnitKind,
    UnitLine,
    Use,
    Working,
    WorkLine,
)
from anhuan.kernel.exact import decimal_text
from anhuan.kernel.hazard import Outcome, UnitChange
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Facts, Link, Row, Table

PLACES: Final = 4
MOST_PLACES: Final = 12
KINDS: Final[Mapping[UnitKind, Promise]] = {
    UnitKind.PRODUCTION: pgettext_lazy("hazard", "Production unit"),
    UnitKind.STORAGE: pgettext_lazy("hazard", "Storage unit"),
}
USES: Final[Mapping[Use, Promise]] = {
    Use.PRODUCTION: pgettext_lazy("hazard", "produced"),
    Use.STORAGE: pgettext_lazy("hazard", "stored"),
    Use.USE: pgettext_lazy("hazard", "used"),
    Use.TRADE: pgettext_lazy("hazard", "traded"),
    Use.TRANSPORT: pgettext_lazy("hazard", "transported"),
}
STANDINGS: Final[Mapping[Standing, Promise]] = {
    Standing.NOT_ASSESSED: pgettext_lazy("hazard", "Not assessed"),
    Standing.OUTDATED: pgettext_lazy("hazard", "To be assessed anew"),
    Standing.MAJOR: pgettext_lazy("hazard", "Major hazard source"),
    Standing.NOT_MAJOR: pgettext_lazy("hazard", "Not a major hazard source"),
    Standing.ENDED: pgettext_lazy("hazard", "No more in use"),
}
OUTDATED: Final[Mapping[Outdated, Promise]] = {
    Outdated.CHANGED: pgettext_lazy("hazard", "chemicals or persons have changed since"),
    Outdated.EDITION: pgettext_lazy("hazard", "another edition of the standard is in force"),
    Outdated.EXPIRED: pgettext_lazy("hazard", "its term is over"),
}
LEVELS: Final[Mapping[int, Promise]] = {
    1: pgettext_lazy("hazard", "Level one"),
    2: pgettext_lazy("hazard", "Level two"),
    3: pgettext_lazy("hazard", "Level three"),
    4: pgettext_lazy("hazard", "Level four"),
}
ASKS: Final[Mapping[LineProblem, Promise]] = {
    LineProblem.WHICH_ROW: pgettext_lazy(
        "hazard", "Which row of table 1 is it? The content decides; choose it."
    ),
    LineProblem.UNKNOWN: pgettext_lazy(
        "hazard", "It is not in table 1. Give its class of table 2."
    ),
    LineProblem.BAD_CAS: pgettext_lazy("hazard", "Its CAS number is wrong. Put it right."),
    LineProblem.BAD_CLASS: pgettext_lazy(
        "hazard", "The edition in force does not know its class. Put it right."
    ),
    LineProblem.BETA: pgettext_lazy("hazard", "β follows from its class. Give its class."),
}


def exact_text(value: Fraction | None) -> str:
    """A terminating decimal in full; of any other the first places, and the fraction itself."""
    if value is None:
        return "—"
    for places in range(MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return decimal_text(value, places)
    return f"≈{decimal_text(value, PLACES)}（{value.numerator}/{value.denominator}）"


def level_word(level: int | None) -> str:
    if level is None:
        return ""
    return str(LEVELS.get(level, level))


def result_text(outcome: Outcome | None, level: int | None) -> str:
    """“三级重大危险源”, or that it is none, or that nobody has assessed it."""
    if outcome is Outcome.MAJOR:
        return _("%(level)s major hazard source") % {"level": level_word(level)}
    word = Standing.NOT_MAJOR if outcome is Outcome.NOT_MAJOR else Standing.NOT_ASSESSED
    return str(STANDINGS[word])


def standing_text(line: UnitLine) -> str:
    """How it stands now; an outdated one says what it was and why that no longer counts."""
    if line.standing is Standing.MAJOR:
        return result_text(line.outcome, line.level)
    return str(STANDINGS[line.standing])


def why_outdated(line: UnitLine) -> str:
    return "；".join(str(OUTDATED[why]) for why in line.outdated)


def sentence(line: UnitLine) -> str:
    """The unit in one sentence: result, S and R, or what is to be done first."""
    if line.standing is Standing.NOT_ASSESSED:
        return _("%(unit)s: not assessed yet") % {"unit": line.name}
    facts = {
        "unit": line.name,
        "result": result_text(line.outcome, line.level),
        "s": exact_text(line.s),
        "r": exact_text(line.r),
        "why": why_outdated(line),
    }
    if line.standing is Standing.ENDED:
        return _("%(unit)s: no more in use, last %(result)s") % facts
    if line.standing is Standing.OUTDATED:
        return _("%(unit)s: to be assessed anew, %(why)s; last %(result)s") % facts
    return _("%(unit)s: %(result)s, S = %(s)s, R = %(r)s") % facts


def calculation(working: Working, edits: Sequence[str] = ()) -> Table:
    """q, Q, β and what each chemical adds; ``edits``: where each line is put right."""
    columns = (
        Column(pgettext("hazard", "Chemical"), cut="m"),
        Column("q（t）", number=True),
        Column("Q（t）", number=True),
        Column(pgettext("hazard", "Q by"), cut="m"),
        Column("q/Q", number=True),
        Column("β", number=True),
        Column("β·q/Q", number=True),
        Column(pgettext("hazard", "To settle"), cut="wrap"),
    )
    rows = tuple(
        Row(str(n), _cells(line, edits[n] if edits else ""))
        for n, line in enumerate(working.lines)
    )
    empty = EmptyState(_("No chemical is entered. Without one there is nothing to assess."))
    return Table(columns, rows, pgettext("hazard", "Calculation"), empty=empty)


def _cells(line: WorkLine, url: str) -> tuple[object, ...]:
    one = line.chemical
    name = " ".join(word for word in (one.name, one.cas) if word)
    asks = str(ASKS[line.problem]) if line.problem else ""
    if line.cas_differs and not asks:
        asks = _("Listed under another CAS number; check which it is.")
    return (
        Cell(Link(name, url) if url else name, title=name),
        one.quantity,
        exact_text(line.critical),
        _source(line),
        exact_text(line.ratio),
        exact_text(line.beta),
        exact_text(line.weighted),
        Cell(asks, mark=("bad" if line.problem else "doubt") if asks else ""),
    )


def _source(line: WorkLine) -> str:
    if not line.source:
        return "—"
    if line.by_class:
        return _("table 2, %(class)s") % {"class": line.source}
    return _("table 1, %(row)s") % {"row": line.source}


def sums(working: Working, persons_note: str = "") -> Facts:
    """S, α and R with what each was made of, exactly."""
    if working.outcome is None:
        return Facts(())
    parts = [line.ratio for line in working.lines if line.ratio is not None]
    weighted = sum(
        (line.weighted for line in working.lines if line.weighted is not None), Fraction()
    )
    persons = f"{working.persons}{f'（{persons_note}）' if persons_note else ''}"
    return Facts(
        (
            ("S = Σ q/Q", f"{_added(parts)} = {exact_text(working.s)}"),
            (pgettext("hazard", "Persons within 500 m"), persons),
            ("α", exact_text(working.alpha)),
            (
                "R = α Σ β·q/Q",
                f"{exact_text(working.alpha)} × {exact_text(weighted)} = {exact_text(working.r)}",
            ),
            (
                pgettext("hazard", "Result"),
                result_text(working.outcome, working.level),
            ),
            (pgettext("hazard", "Edition"), working.edition),
        )
    )


MOST_ADDED: Final = 12


def _added(parts: Sequence[Fraction]) -> str:
    shown = [exact_text(one) for one in parts[:MOST_ADDED]]
    return " + ".join(shown) + (" + …" if len(parts) > MOST_ADDED else "")


def changes_table(change: UnitChange | None, last: Assessed | None, now: Working | None) -> Table:
    """What differs from the last assessment: quantities, persons, S, R, level, edition."""
    columns = (
        Column(pgettext("hazard", "What"), cut="m"),
        Column(pgettext("hazard", "At the last assessment"), cut="m"),
        Column(pgettext("hazard", "Now"), cut="m"),
    )
    rows = tuple(
        Row(what, (what, before, after)) for what, before, after in _changes(change, last, now)
    )
    return Table(columns, rows, pgettext("hazard", "What changed since the last assessment"))


def _changes(
    change: UnitChange | None, last: Assessed | None, now: Working | None
) -> Iterable[tuple[str, str, str]]:
    if last is None:
        return
    for one in change.quantities if change else ():
        yield f"{one.name} q（t）", exact_text(one.before), exact_text(one.after)
    if now is None:
        return
    values: tuple[tuple[str, object, object], ...] = (
        (pgettext("hazard", "Persons within 500 m"), last.persons, now.persons),
        ("S", exact_text(last.s), exact_text(now.s)),
        ("R", exact_text(last.r), exact_text(now.r)),
        (
            pgettext("hazard", "Result"),
            result_text(last.outcome, last.level),
            result_text(now.outcome, now.level),
        ),
        (pgettext("hazard", "Edition"), last.edition, now.edition),
    )
    for what, before, after in values:
        if before != after:
            yield (
                what,
                "—" if before is None else str(before),
                "—" if after is None else str(after),
            )


def _said(value: object) -> str:
    return "—" if value is None else str(value)


def facts(found: HazardUnit) -> Facts:
    """What is stated of the unit, and its filing."""
    line = found.line
    filed = line.filed_number and f"{line.filed_number}（{line.filed_on}）"
    pairs = [
        (pgettext("hazard", "Kind"), str(KINDS[line.kind])),
        (pgettext("hazard", "Boundary"), found.boundary or "—"),
        (pgettext("hazard", "Persons within 500 m"), persons_text(found)),
        (pgettext("hazard", "Assessed on"), str(line.assessed_on or "—")),
        (pgettext("hazard", "Assess anew by"), str(line.valid_to or "—")),
        (pgettext("hazard", "Filed"), filed or _unfiled(line)),
    ]
    if line.ended_on is not None:
        pairs.append((pgettext("hazard", "Ended"), f"{line.ended_on} {found.end_reason}"))
    return Facts(tuple(pairs))


def _unfiled(line: UnitLine) -> str:
    return _("not filed") if line.level is not None else "—"


def persons_text(found: HazardUnit) -> str:
    if found.persons is None:
        return _("not counted yet")
    return f"{found.persons}（{persons_note(found)}）"


def persons_note(found: HazardUnit) -> str:
    return f"{found.persons_source}，{found.persons_on}"


def stock(chemicals: Sequence[Chemical]) -> Table:
    """How each chemical is kept, beside the calculation."""
    columns = (
        Column(pgettext("hazard", "Chemical"), cut="m"),
        Column("CAS"),
        Column(pgettext("hazard", "Class"), cut="s"),
        Column("q（t）", number=True),
        Column(pgettext("hazard", "Kept in"), cut="s"),
        Column(pgettext("hazard", "What for")),
    )
    rows = tuple(
        Row(
            str(n),
            (
                Cell(one.name, title=one.name),
                one.cas or "—",
                "、".join(one.classes) or "—",
                one.quantity,
                one.storage or "—",
                str(USES[Use(one.use)]) if one.use else "—",
            ),
        )
        for n, one in enumerate(chemicals)
    )
    return Table(columns, rows, pgettext("hazard", "Chemicals"))


def history(made: Sequence[Assessed], names: Mapping[UUID, str]) -> Table:
    columns = (
        Column(pgettext("hazard", "Assessed on")),
        Column(pgettext("hazard", "Result"), cut="m"),
        Column("S", number=True),
        Column("R", number=True),
        Column(pgettext("hazard", "Edition")),
        Column(pgettext("hazard", "By"), cut="m"),
    )
    rows = tuple(
        Row(
            str(one.number),
            (
                f"{one.at:%Y-%m-%d}",
                result_text(one.outcome, one.level),
                exact_text(one.s),
                exact_text(one.r),
                one.edition,
                _by(one, names),
            ),
        )
        for one in made
    )
    return Table(columns, rows, pgettext("hazard", "Assessments"))


def _by(one: Assessed, names: Mapping[UUID, str]) -> str:
    side = _("the firm") if one.by_firm else _("supervision")
    return f"{names.get(one.by, '')}（{side}）"
