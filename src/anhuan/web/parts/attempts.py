"""One try for every form: what came of a write, or the refusal to be shown in its place."""

from collections.abc import Callable
from typing import TypeVar

from anhuan.kernel.refusal import Refusal

Result = TypeVar("Result")


def attempt(write: Callable[[], Result]) -> Result | Refusal:
    """What ``write`` gives, or the ``Refusal`` it raises, for a page that keeps what was typed.

    A page without a form leaves refusals to ``refusing``, which makes the error page.
    """
    try:
        return write()
    except Refusal as refusal:
        return refusal
