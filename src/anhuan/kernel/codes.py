"""Codes of firms, places and persons: their check characters, their parts, what is wrong.

GB 32100-2015 with amendment 1 (unified social credit code), GB 11714-1997 (organisation code),
GB/T 2260 (divisions of the country), GB 11643-1999 (resident number; form and checksum only).
A correct check character says that a code was copied rightly, never that its holder exists.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
REGISTRARS: Final = frozenset("123456789ANY")
ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS: Final = "10X98765432"
PROVINCES: Final = frozenset(
    f"{n}"
    for n in (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
    )
)

_DIGITS: Final = frozenset("0123456789")
_MINUS: Final = "\N{MINUS SIGN}"


class CodeProblem(StrEnum):
    """Why a code is refused. The values are stable; the words for people live elsewhere."""

    EMPTY = "empty"
    LENGTH = "length"
    ALPHABET = "alphabet"
    LOWER_CASE_L = "lower-case-l"
    CHECK_CHARACTER = "check-character"
    REGISTRAR = "registrar"
    DIVISION = "division"
    DATE = "date"
    PROVINCE = "province"


class DivisionLevel(StrEnum):
    """Level of a division code; COUNTRY is 100000, met in codes of central bodies."""

    COUNTRY = "country"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class BadCode(ValueError):
    """A code that cannot be read; ``problem`` says why."""

    def __init__(self, problem: CodeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Uscc:
    """The parts of a valid unified social credit code (GB 32100-2015, 4).

    ``organisation_valid`` tells whether the embedded organisation code has the right GB 11714
    check character; older registrations exist where it has not.
    """

    code: str
    registrar: str
    category: str
    division: str
    organisation: str
    check: str
    organisation_valid: bool


@dataclass(frozen=True, slots=True)
class Division:
    """A GB/T 2260 code: six digits, two each for province, prefecture and county."""

    code: str
    level: DivisionLevel
    province_code: str


def _squeezed(text: str) -> str:
    """NFKC without blanks, dashes, control and format characters; case kept."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not _is_filling(c))


def _is_filling(character: str) -> bool:
    kind = unicodedata.category(character)
    return character.isspace() or character == _MINUS or kind in {"Pd", "Cc", "Cf"}


def normalise_uscc(text: str) -> str:
    """A code as typed, brought to the form in which it is stored and compared.

    NFKC (full-width digits and letters become plain), upper case, blanks and dashes anywhere
    dropped. Says nothing about validity; see ``uscc_problem``.
    """
    # what was dropped may have kept an accent from its letter, so compose once more
    return unicodedata.normalize("NFKC", _squeezed(text).upper())


def uscc_check(first17: str) -> str:
    """Check character of 17 characters of the alphabet of GB 32100 (no I O S V Z).

    (31 - sum(value * 3**(i-1)) mod 31) mod 31, written in that alphabet.
    Raises ``BadCode`` (length, alphabet).
    """
    if len(first17) != 17:
        raise BadCode(CodeProblem.LENGTH)
    if not set(first17) <= set(USCC_ALPHABET):
        raise BadCode(CodeProblem.ALPHABET)
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def uscc_problem(text: str) -> CodeProblem | None:
    """What is wrong with a unified social credit code as typed, or None.

    The text is normalised first, so blanks inside and lower case are accepted. The first
    finding counts: empty, length (not 18), alphabet, check character, registrar (position 1
    not 1-9 A N Y), division (positions 3-8 not digits). Where the check fails and a lower-case
    l was typed, the finding is ``LOWER_CASE_L``: it is nearly always a mistyped 1.
    """
    code = normalise_uscc(text)
    if not code:
        return CodeProblem.EMPTY
    if len(code) != 18:
        return CodeProblem.LENGTH
    if not set(code) <= set(USCC_ALPHABET):
        return CodeProblem.ALPHABET
    if uscc_check(code[:17]) != code[17]:
        return CodeProblem.LOWER_CASE_L if "l" in _squeezed(text) else CodeProblem.CHECK_CHARACTER
    return _uscc_part_problem(code)


def _uscc_part_problem(code: str) -> CodeProblem | None:
    if code[0] not in REGISTRARS:
        return CodeProblem.REGISTRAR
    if not set(code[2:8]) <= _DIGITS:
        return CodeProblem.DIVISION
    return None


def parse_uscc(text: str) -> Uscc:
    """The parts of a code as typed. Raises ``BadCode`` with what ``uscc_problem`` finds."""
    problem = uscc_problem(text)
    if problem is not None:
        raise BadCode(problem)
    code = normalise_uscc(text)
    return Uscc(
        code=code,
        registrar=code[0],
        category=code[1],
        division=code[2:8],
        organisation=code[8:17],
        check=code[17],
        organisation_valid=organisation_problem(code[8:17]) is None,
    )


def organisation_check(body: str) -> str:
    """Check character C9 of the eight characters 0-9 A-Z of an organisation code (GB 11714).

    11 - sum(value * weight) mod 11; 10 is written X, 11 is written 0.
    Raises ``BadCode`` (length, alphabet).
    """
    if len(body) != 8:
        raise BadCode(CodeProblem.LENGTH)
    if not set(body) <= set(ORGANISATION_ALPHABET):
        raise BadCode(CodeProblem.ALPHABET)
    total = sum(
        ORGANISATION_ALPHABET.index(c) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def organisation_problem(text: str) -> CodeProblem | None:
    """What is wrong with an organisation code as typed (hyphen optional), or None."""
    code = _squeezed(text).upper()
    if not code:
        return CodeProblem.EMPTY
    if len(code) != 9:
        return CodeProblem.LENGTH
    if not set(code) <= set(ORGANISATION_ALPHABET):
        return CodeProblem.ALPHABET
    if organisation_check(code[:8]) != code[8]:
        return CodeProblem.CHECK_CHARACTER
    return None


def format_organisation(text: str) -> str:
    """A valid organisation code in its printed form, ``D2143569-X``. Raises ``BadCode``."""
    problem = organisation_problem(text)
    if problem is not None:
        raise BadCode(problem)
    code = _squeezed(text).upper()
    return f"{code[:8]}-{code[8]}"


def resident_check(first17: str) -> str:
    """Check character of 17 digits (GB 11643, ISO 7064 MOD 11-2).

    Raises ``BadCode`` (length, alphabet).
    """
    if len(first17) != 17:
        raise BadCode(CodeProblem.LENGTH)
    if not set(first17) <= _DIGITS:
        raise BadCode(CodeProblem.ALPHABET)
    total = sum(int(c) * w for c, w in zip(first17, RESIDENT_WEIGHTS, strict=True))
    return RESIDENT_CHECKS[total % 11]


def resident_checksum_ok(text: str) -> bool:
    """Whether the last character fits the first 17; the date of birth is not looked at."""
    number = _squeezed(text).upper()
    if _resident_shape_problem(number) is not None:
        return False
    return resident_check(number[:17]) == number[17]


def _resident_shape_problem(number: str) -> CodeProblem | None:
    if not number:
        return CodeProblem.EMPTY
    if len(number) != 18:
        return CodeProblem.LENGTH
    if not (set(number[:17]) <= _DIGITS and number[17] in RESIDENT_CHECKS):
        return CodeProblem.ALPHABET
    return None


def resident_problem(text: str) -> CodeProblem | None:
    """What is wrong with the form of a resident number as typed (18 characters), or None.

    Findings in order: empty, length, alphabet, date (positions 7-14 name no day, whatever the
    checksum), check character. A number in good form proves nothing about a person.
    """
    number = _squeezed(text).upper()
    problem = _resident_shape_problem(number)
    if problem is not None:
        return problem
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return CodeProblem.DATE
    if resident_check(number[:17]) != number[17]:
        return CodeProblem.CHECK_CHARACTER
    return None


def parse_division(text: str) -> Division:
    """Level and province of a GB/T 2260 code (six digits).

    Whether the division exists today is a question for the table of divisions; here only the
    form and the province are judged. 100000 is the country. A county without a prefecture
    (third and fourth digit 90) is a county. Raises ``BadCode``.
    """
    code = _squeezed(text)
    problem = _division_problem(code)
    if problem is not None:
        raise BadCode(problem)
    return Division(code, _division_level(code), code[:2])


def _division_problem(code: str) -> CodeProblem | None:
    if not code:
        return CodeProblem.EMPTY
    if len(code) != 6:
        return CodeProblem.LENGTH
    if not set(code) <= _DIGITS:
        return CodeProblem.ALPHABET
    if code == "100000":
        return None
    if code[:2] not in PROVINCES:
        return CodeProblem.PROVINCE
    # a county needs a prefecture part to hang from; 110001 names nothing
    return CodeProblem.DIVISION if code[2:4] == "00" and code[4:] != "00" else None


def _division_level(code: str) -> DivisionLevel:
    if code == "100000":
        return DivisionLevel.COUNTRY
    if code[2:] == "0000":
        return DivisionLevel.PROVINCE
    return DivisionLevel.PREFECTURE if code[4:] == "00" else DivisionLevel.COUNTY
