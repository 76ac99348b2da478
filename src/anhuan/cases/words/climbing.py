"""Words of escalation: what a rung asks for, and the level a case is raised to."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.escalation import Measure

Text = str | Promise

MEASURES: Final[Mapping[Measure, Text]] = {
    Measure.REMINDER: _("measure", "reminder"),
    Measure.LETTER: _("measure", "prompting letter"),
    Measure.SUPERVISION: _("measure", "supervision letter"),
    Measure.TALK: _("measure", "admonishing talk proposed"),
    Measure.BULLETIN: _("measure", "public criticism proposed"),
    Measure.REFERRAL: _("measure", "referral proposed"),
}


def level_text(level: int) -> str:
    """“督办 2 级”."""
    return __("Supervision level %(level)d") % {"level": level}
