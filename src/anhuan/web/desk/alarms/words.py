"""Words of what makes a place a candidate."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.candidate import Reason

REASONS: Final[Mapping[Reason, Promise]] = {
    Reason.OWN: _("alarm", "the station stands here"),
    Reason.ALARM: _("alarm", "an alarm of its own at that time"),
    Reason.UPWIND: _("alarm", "upwind"),
    Reason.CASE: _("alarm", "an open matter"),
    Reason.WORKS: _("alarm", "a building site"),
    Reason.OUTLET: _("alarm", "an outlet that is measured"),
    Reason.NEAR: _("alarm", "near"),
}
