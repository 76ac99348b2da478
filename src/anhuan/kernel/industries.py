"""Industries (GB/T 4754): sections A to T and the two-digit divisions each of them holds."""

from collections.abc import Iterator
from enum import StrEnum, unique
from typing import Final


@unique
class Field(StrEnum):
    """What a department of a government is competent for (主管领域)."""

    EMERGENCY = "emergency"
    ECOLOGY = "ecology"
    FIRE = "fire"
    INDUSTRY = "industry"
    ENERGY = "energy"
    HOUSING = "housing"
    TRANSPORT = "transport"
    WATER = "water"
    AGRICULTURE = "agriculture"
    FORESTRY = "forestry"
    NATURAL_RESOURCES = "natural-resources"
    URBAN_MANAGEMENT = "urban-management"
    MARKET = "market"
    COMMERCE = "commerce"
    CULTURE = "culture"
    EDUCATION = "education"
    HEALTH = "health"
    CIVIL = "civil"
    SCIENCE = "science"
    FINANCE = "finance"
    POSTAL = "postal"
    PUBLIC_SECURITY = "public-security"
    AFFAIRS = "affairs"


DIVISIONS: Final[dict[str, tuple[int, int]]] = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}
"""First and last division of each section, GB/T 4754-2017."""

_SECTION: Final = {
    f"{number:02d}": section
    for section, (first, last) in DIVISIONS.items()
    for number in range(first, last + 1)
}


def section_of(code: str) -> str:
    """The section letter of a code ("2614", "26", "C26", "C"); "" for what is no code."""
    if code[:1] in DIVISIONS:
        return code[:1]
    return _SECTION.get(code[:2], "")


def prefixes(code: str) -> Iterator[str]:
    """What rules for ``code`` may be filed under, the longest first, the section last."""
    digits = code[1:] if code[:1] in DIVISIONS else code
    for length in range(len(digits), 1, -1):
        yield digits[:length]
    section = section_of(code)
    if section:
        yield section


def is_category(code: str) -> bool:
    """Whether ``code`` is a section letter or begins with a division: 2 to 4 digits."""
    if code in DIVISIONS:
        return True
    return code.isascii() and code.isdigit() and 2 <= len(code) <= 4 and code[:2] in _SECTION


def categories() -> list[str]:
    """Every section followed by its divisions, in the order of the standard."""
    found = []
    for section, (first, last) in DIVISIONS.items():
        found += [section, *(f"{number:02d}" for number in range(first, last + 1))]
    return found
