"""Cycles of checks, what makes them longer, and templates of campaigns, in words."""

from typing import Any

from django.utils.translation import gettext as _

from anhuan.inspections.words.campaigns import KIND_WORDS, LEVEL_WORDS
from anhuan.kernel.campaign import template
from anhuan.kernel.frequency import cycle_rule, reduction
from anhuan.web.parts.duties import cycle_text


def cycle_words(value: Any) -> str:
    rule = cycle_rule(value)
    return f"{LEVEL_WORDS[rule.level]}：{cycle_text(rule.cycle)}"


def reduction_words(value: Any) -> str:
    rule = reduction(value)
    words = {"months": rule.months, "visits": rule.visits, "steps": rule.steps}
    return _("%(visits)d inspections in %(months)d months without a fault: %(steps)d step") % words


def template_words(value: Any) -> str:
    rule = template(value)
    return _("%(kind)s, %(days)d days") % {"kind": KIND_WORDS[rule.kind], "days": rule.days}
