"""Words of alarms and of what makes a place a candidate."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.alarm import AlarmRule
from anhuan.kernel.candidate import Reason

RULES: Final[Mapping[AlarmRule, Promise]] = {
    AlarmRule.EXCEEDANCE: _("alarm", "Above the limit"),
    AlarmRule.JUMP: _("alarm", "Far above its neighbours"),
    AlarmRule.FLAT: _("alarm", "Does not change"),
    AlarmRule.OFFLINE: _("alarm", "Silent"),
    AlarmRule.INTERLOCK: _("alarm", "Suspected: production on, treatment off"),
}
REASONS: Final[Mapping[Reason, Promise]] = {
    Reason.OWN: _("alarm", "the station stands here"),
    Reason.ALARM: _("alarm", "an alarm of its own at that time"),
    Reason.UPWIND: _("alarm", "upwind"),
    Reason.CASE: _("alarm", "an open matter"),
    Reason.WORKS: _("alarm", "a building site"),
    Reason.OUTLET: _("alarm", "an outlet that is measured"),
    Reason.NEAR: _("alarm", "near"),
}
