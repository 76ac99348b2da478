"""Words of the comparison of two inspections: where a pair falls, why there is no figure, what has
to be said beside one."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.agreement import Caution, Cell, Undefined

Text = str | Promise
CELL_WORDS: Final[Mapping[Cell, Text]] = {
    Cell.BOTH: _("agreement", "both found it"),
    Cell.FIRST: _("agreement", "the station alone"),
    Cell.SECOND: _("agreement", "the team alone"),
    Cell.NEITHER: _("agreement", "both in order"),
    Cell.FIXED: _("agreement", "put right in between"),
    Cell.APART: _("agreement", "not looked at by both"),
}
UNDEFINED_WORDS: Final[Mapping[Undefined, Text]] = {
    Undefined.NO_PAIRS: _("agreement", "nothing was looked at by both"),
    Undefined.ONE_ANSWER: _("agreement", "both gave one and the same answer everywhere"),
    Undefined.NONE_FOUND: _("agreement", "neither found anything"),
    Undefined.FIRST_NONE: _("agreement", "the station found nothing"),
    Undefined.SECOND_NONE: _("agreement", "the team found nothing"),
}
CAUTION_WORDS: Final[Mapping[Caution, Text]] = {
    Caution.FEW_PAIRS: _(
        "agreement",
        "Fewer than twenty pairs: one answer more or less moves kappa by a tenth and more.",
    ),
    Caution.ONE_SIDED: _(
        "agreement",
        "Nearly all answers are the same: kappa is low then although the two agree.",
    ),
    Caution.FEW_COMMON: _(
        "agreement",
        "Fewer than seven findings in common: the estimate is rough and tends to be too small.",
    ),
    Caution.LOWER_BOUND: _(
        "agreement",
        "The estimate is a lower bound: what is easy to see is found by both, what is hidden by "
        "neither.",
    ),
}
