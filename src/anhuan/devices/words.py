"""What a telephone is told in a sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.carrying import OwnFinding
from anhuan.kernel.case import State

NEWS: Final[Mapping[str, str | Promise]] = {
    State.CLOSED.value: _("echo", "What you reported on %(day)s (%(what)s) is put right."),
    State.VERIFIED.value: _(
        "echo", "What you reported on %(day)s (%(what)s) is put right and was looked at again."
    ),
    State.DISMISSED.value: _(
        "echo", "What you reported on %(day)s (%(what)s) was not taken up. The case says why."
    ),
}
OTHER: Final = _("echo", "What you reported on %(day)s (%(what)s) has come to an end.")


def news(one: OwnFinding) -> str:
    """What became of one finding."""
    day = f"{one.found_on:%m-%d}" if one.found_on else ""
    text = str(NEWS.get(one.state, OTHER))
    return text % {"day": day, "what": one.description[:40]}
