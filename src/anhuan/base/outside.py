"""Text given in an address: what could be a number, and words to look for.

PostgreSQL refuses NUL with an exception, and no encoder takes a lone surrogate: what a database
could not hold is as good as not there, and no database is asked for it.
"""

import re
from typing import Final

from anhuan.kernel.refusal import Refusal, Why

LONGEST_CODE: Final = 100
LONGEST_WORDS: Final = 100


def is_held(text: str, *, most: int = LONGEST_CODE) -> bool:
    """Whether a database could hold ``text`` as a name or code of at most ``most`` characters."""
    return len(text) <= most and not any(map(_odd, text))


def is_number(text: str) -> bool:
    """Whether a case, a task, a matter or the like could have this number."""
    return _NUMBER.fullmatch(text) is not None


_NUMBER: Final = re.compile(r"[A-Za-z0-9-]{1,24}")


def number_in(text: str) -> str:
    """A number that could be one. Refuses ``NOT_VISIBLE``: nothing has another."""
    if not is_number(text):
        raise Refusal(Why.NOT_VISIBLE)
    return text


def words_in(text: str, *, most: int = LONGEST_WORDS) -> str:
    """The words of ``text`` with single blanks between them, without what is no writing."""
    return " ".join("".join(" " if _odd(char) else char for char in text).split())[:most]


def _odd(char: str) -> bool:
    return char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff"
