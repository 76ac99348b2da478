"""The tables of GB 18218 (危险化学品重大危险源辨识), as data, and what they say of a chemical:
its critical quantity Q and its factor β. ``hazard`` computes with them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChemical:
    """A row of table 1. ``critical``: Q in t."""

    number: int
    name: str
    cas: tuple[str, ...]
    critical: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardClass:
    """A class of table 2 with its β of table 4. ``critical``: Q in t."""

    code: str
    meaning: str
    critical: Fraction
    beta: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLevel:
    """A level of table 6: from R ``least`` on. ``number`` 1 is the gravest."""

    number: int
    name: str
    least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardRule:
    """One edition. ``betas``: table 3 by name; ``exposure``: table 5, (persons from, α), the most
    first; ``levels``: table 6, the gravest first; ``aliases``: other names to table 1's rows."""

    edition: str
    named: tuple[NamedChemical, ...]
    classes: Mapping[str, HazardClass]
    betas: Mapping[str, Fraction]
    exposure: tuple[tuple[int, Fraction], ...]
    levels: tuple[SourceLevel, ...]
    aliases: Mapping[str, int]


class LookupProblem(StrEnum):
    """Why the tables give nothing."""

    UNKNOWN = "unknown"
    """Neither a name nor a number of table 1, and no class given."""
    AMBIGUOUS = "ambiguous"
    """Several rows fit, which differ: the name must tell the content."""
    BAD_CAS = "bad-cas"
    BAD_CLASS = "bad-class"


class NotListed(ValueError):
    """The tables do not settle a chemical; ``rows``: names of table 1 it might be."""

    def __init__(self, problem: LookupProblem, what: str, rows: Sequence[str] = ()) -> None:
        super().__init__(f"{problem.value}:{what}")
        self.problem = problem
        self.what = what
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the tables say. ``row``: of table 1, ``None`` for a class of table 2 (``by_class``).

    ``beta``: ``None`` where neither table 3 names it nor a class was given; ``cas_differs``: the
    name is listed under another CAS number than the one given.
    """

    critical: Fraction
    row: NamedChemical | None
    by_class: str | None
    beta: Fraction | None
    cas_differs: bool


def look_up(
    rule: HazardRule, *, name: str = "", cas: str = "", classes: Iterable[str] = ()
) -> Found:
    """Q and β of a chemical: table 1 by name, then by CAS number, then table 2 by class; of
    several classes the lowest Q (4.1). β: table 3 by name, then table 4; of several classes the
    highest, the safer side, where the standard is silent.

    A CAS number that several rows with different Q share settles nothing: the content does.
    Raises ``NotListed``.
    """
    given = tuple(_class(rule, code) for code in classes)
    number = _cas(cas)
    row = _row(rule, name, number)
    beta = _beta(rule, name, row, given)
    if row is not None:
        differs = bool(number and row.cas and number not in row.cas)
        return Found(critical=row.critical, row=row, by_class=None, beta=beta, cas_differs=differs)
    if not given:
        raise NotListed(LookupProblem.UNKNOWN, name or cas, _near(rule, name))
    lowest = min(given, key=lambda one: one.critical)
    return Found(
        critical=lowest.critical, row=None, by_class=lowest.code, beta=beta, cas_differs=False
    )


def named_beta(rule: HazardRule, name: str) -> Fraction | None:
    """β of table 3, ``None`` for what it does not name."""
    return _beta(rule, name, _by_name(rule, name), ())


def of_class(rule: HazardRule, code: str) -> HazardClass:
    """A class of tables 2 and 4. Raises ``NotListed``."""
    return _class(rule, code)


def of_mixture(
    rule: HazardRule, pure: Found, *, pure_classes: Iterable[str], classes: Iterable[str]
) -> Found:
    """What counts for a mixture (4.2): that of the pure substance for the whole of the mixture
    where both are of the same classes, else that of the mixture's own. Raises ``NotListed``."""
    own = frozenset(_class(rule, code).code for code in classes)
    if own == frozenset(_class(rule, code).code for code in pure_classes):
        return pure
    return look_up(rule, classes=sorted(own))


def _row(rule: HazardRule, name: str, number: str) -> NamedChemical | None:
    found = _by_name(rule, name)
    if found is not None or not number:
        return found
    rows = [row for row in rule.named if number in row.cas]
    if len({row.critical for row in rows}) > 1:
        raise NotListed(LookupProblem.AMBIGUOUS, number, [row.name for row in rows])
    return rows[0] if rows else None


def _by_name(rule: HazardRule, name: str) -> NamedChemical | None:
    plain = plain_name(name)
    listed = next((row for row in rule.named if plain_name(row.name) == plain), None)
    if listed is not None or plain not in rule.aliases:
        return listed
    return next(row for row in rule.named if row.number == rule.aliases[plain])


def _near(rule: HazardRule, name: str) -> list[str]:
    """Rows that begin with the name: they hold on a condition the name does not tell."""
    plain = plain_name(name)
    return [r.name for r in rule.named if plain and plain_name(r.name).startswith(plain + "(")]


def _beta(
    rule: HazardRule, name: str, row: NamedChemical | None, classes: Sequence[HazardClass]
) -> Fraction | None:
    names = [plain_name(name)]
    if row is not None:
        names += [plain_name(row.name), plain_name(row.name).partition("(")[0]]
    named = next((rule.betas[one] for one in names if one in rule.betas), None)
    return named or max((one.beta for one in classes), default=None)


def _class(rule: HazardRule, code: str) -> HazardClass:
    plain = unicodedata.normalize("NFKC", code).strip().upper()
    if plain not in rule.classes:
        raise NotListed(LookupProblem.BAD_CLASS, code)
    return rule.classes[plain]


def _cas(text: str) -> str:
    """A CAS number, checked, "" for none. Raises ``NotListed``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain and not cas_ok(plain):
        raise NotListed(LookupProblem.BAD_CAS, text)
    return plain


_CAS: Final = re.compile(r"([0-9]{2,7})-([0-9]{2})-([0-9])")


def cas_ok(text: str) -> bool:
    """Whether the last digit of a CAS number is right: the others weighted 1, 2, … from the right,
    modulo 10."""
    match = _CAS.fullmatch(text)
    if match is None or not text.isascii():
        return False
    digits = (match[1] + match[2])[::-1]
    return sum(n * int(digit) for n, digit in enumerate(digits, start=1)) % 10 == int(match[3])


def plain_name(name: str) -> str:
    """A name as it is compared: full-width characters, signs of comparison, kinds of brackets and
    blanks do not matter, nor does the case of letters."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", text.translate(_SIGNS))


_SIGNS: Final = str.maketrans(
    {
        "≥": ">=",
        "≧": ">=",
        "≤": "<=",
        "≦": "<=",
        "[": "(",
        "]": ")",
        "〔": "(",
        "〕": ")",
        "、": ",",
    }
)


NO_NAMES: Final[Mapping[str, int]] = MappingProxyType({})


def other_names(value: Mapping[str, Any]) -> dict[str, int]:
    """Other names of the rows of table 1, from ``{"rows": {"液氨": 1}}``. Raises ``ValueError``,
    ``KeyError``."""
    rows = value["rows"].items()
    if not all(type(number) is int and plain_name(name) for name, number in rows):
        raise ValueError("rows")
    return {plain_name(name): number for name, number in rows}


def hazard_rule(value: Mapping[str, Any], names: Mapping[str, int] = NO_NAMES) -> HazardRule:
    """An edition from data (``rulebook/seed/hazard_sources.json``), quantities as text or
    integers, with the ``other_names`` of rows it has.

    Raises ``ValueError``, ``KeyError``, ``TypeError`` for tables by which nothing could be found.
    """
    named = tuple(_named(row) for row in value["named"])
    numbers = {row.number for row in named}
    if len(numbers) != len(named) or len({plain_name(row.name) for row in named}) != len(named):
        raise ValueError("named")
    classes = {code: _hazard_class(code, row) for code, row in value["classes"].items()}
    return HazardRule(
        edition=_text(value["edition"]),
        named=named,
        classes=classes,
        betas={plain_name(name): _amount(beta) for name, beta in value["betas"].items()},
        exposure=_exposure(value["exposure"]),
        levels=_source_levels(value["levels"]),
        aliases={name: number for name, number in names.items() if number in numbers},
    )


def _named(row: Mapping[str, Any]) -> NamedChemical:
    cas = tuple(row["cas"])
    if type(row["number"]) is not int or not all(cas_ok(one) for one in cas):
        raise ValueError(f"cas: {row['name']}")
    return NamedChemical(
        number=row["number"], name=_text(row["name"]), cas=cas, critical=_amount(row["critical"])
    )


def _hazard_class(code: str, row: Mapping[str, Any]) -> HazardClass:
    return HazardClass(
        code=code,
        meaning=_text(row["meaning"]),
        critical=_amount(row["critical"]),
        beta=_amount(row["beta"]),
    )


def _exposure(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, Fraction], ...]:
    found = tuple((row["persons"], _amount(row["alpha"])) for row in rows)
    falling = all(high > low for (high, _), (low, _) in pairwise(found))
    if not found or not falling or found[-1][0] != 0:
        raise ValueError("exposure")
    return found


def _source_levels(rows: Sequence[Mapping[str, Any]]) -> tuple[SourceLevel, ...]:
    found = tuple(
        SourceLevel(number=n, name=_text(row["name"]), least=Fraction(Decimal(row["least"])))
        for n, row in enumerate(rows, start=1)
    )
    falling = all(high.least > low.least for high, low in pairwise(found))
    if not found or not falling or found[-1].least != 0:
        raise ValueError("levels")
    return found


def _amount(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("amount")
    found = Fraction(Decimal(value))
    if not 0 < found < 10**6:
        raise ValueError("amount")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 120:
        raise ValueError("text")
    return value
