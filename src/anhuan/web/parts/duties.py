"""Words of duties: in which capacity, how often, by which acts, how a window stands."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.acts import TO_DO
from anhuan.kernel.case import Action
from anhuan.kernel.cycle import Cycle, Every
from anhuan.kernel.duty import INSTRUCT, SELF_CHECK, VISIT, Capacity

Text = str | Promise

CAPACITIES: Final[Mapping[Capacity, Text]] = {
    Capacity.ANSWERS: _("capacity", "Answers for it"),
    Capacity.HEAD: _("capacity", "Head"),
    Capacity.DEPUTY: _("capacity", "Deputy for a field"),
    Capacity.SPONSOR: _("capacity", "Sponsoring leader"),
    Capacity.SPONSOR_UNIT: _("capacity", "Sponsoring department"),
    Capacity.SOURCE_HEAD: _("capacity", "Hazard source, head"),
    Capacity.SOURCE_TECHNICAL: _("capacity", "Hazard source, technical"),
    Capacity.SOURCE_OPERATION: _("capacity", "Hazard source, operation"),
}
EVERY: Final[Mapping[Every, Text]] = {
    Every.DAY: _("cycle", "every day"),
    Every.WEEK: _("cycle", "every week"),
    Every.HALF_MONTH: _("cycle", "every half month"),
    Every.MONTH: _("cycle", "every month"),
    Every.QUARTER: _("cycle", "every quarter"),
    Every.HALF_YEAR: _("cycle", "every half year"),
    Every.YEAR: _("cycle", "every year"),
}
_OWN: Final[Mapping[str, Text]] = {
    INSTRUCT: _("deed", "Give an instruction"),
    SELF_CHECK: _("deed", "Enter what the firm found itself"),
    VISIT: _("deed", "Enter a visit"),
}


def cycle_text(cycle: Cycle | None) -> str:
    """“每季度 2 次”; a duty without a cycle stands."""
    if cycle is None:
        return pgettext("cycle", "standing")
    if cycle.times == 1:
        return pgettext("cycle", "%(every)s once") % {"every": EVERY[cycle.every]}
    text = pgettext("cycle", "%(every)s %(n)d times")
    return text % {"every": EVERY[cycle.every], "n": cycle.times}


def deed_text(deed: str) -> str:
    return str(_OWN[deed] if deed in _OWN else TO_DO[Action(deed)])


def deeds_text(deeds: Iterable[str]) -> str:
    return "、".join(deed_text(deed) for deed in sorted(deeds))
