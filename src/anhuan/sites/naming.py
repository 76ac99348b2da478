"""Names and addresses brought to one form, so that the same firm is found again."""

import unicodedata
from typing import Final

_OPENING: Final = "([{〔【〈《「『"
_CLOSING: Final = ")]}〕】〉》」』"
_BRACKETS: Final = str.maketrans(
    {**dict.fromkeys(_OPENING, "("), **dict.fromkeys(_CLOSING, ")"), "·": None, "•": None}
)
_SHOWN: Final = str.maketrans({"(": "（", ")": "）", ",": "，"})


def normal_name(text: str) -> str:
    """The name by which firms are compared: NFKC, upper case, no blanks, one kind of brackets.

    The legal form (有限公司, 厂, 店) stays: 宏远机械厂 and 宏远机械有限公司 are two firms.
    """
    return _without_blanks(text).translate(_BRACKETS).upper()


def tidy_address(text: str) -> str:
    """An address as it is stored and compared: NFKC without blanks, brackets full-width."""
    return _without_blanks(text).translate(_SHOWN)


def _without_blanks(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
    # What was dropped may have kept an accent from its letter, so compose once more.
    return unicodedata.normalize("NFKC", kept)
