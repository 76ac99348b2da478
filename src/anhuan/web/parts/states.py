"""The chip of each state: colour, icon and word (never colour alone)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, npgettext, pgettext_lazy

from anhuan.web.parts.shapes import StateChip

NEEDS_GRADE: Final = "needs_grade"

_CHIPS: Final[dict[str, tuple[str, str, Promise | str]]] = {
    "lead": ("grey", "dot", pgettext_lazy("state", "Lead")),
    "registered": ("grey", "dot", pgettext_lazy("state", "Registered")),
    NEEDS_GRADE: ("grey", "rulers", pgettext_lazy("state", "To be graded")),
    "graded": ("grey", "send", pgettext_lazy("state", "To be assigned")),
    "assigned": ("grey", "send", pgettext_lazy("state", "To be signed for")),
    "signed": ("grey", "list-check", pgettext_lazy("state", "Plan to be set")),
    "underway": ("blue", "circle-half", pgettext_lazy("state", "Under way")),
    "extension_pending": (
        "amber",
        "calendar2-plus",
        pgettext_lazy("state", "Extension to be decided"),
    ),
    "handover_pending": (
        "grey",
        "arrow-left-right",
        pgettext_lazy("state", "Handover to be signed for"),
    ),
    "submitted": ("teal", "eye", pgettext_lazy("state", "To be re-checked")),
    "passed": ("violet", "hourglass-split", pgettext_lazy("state", "To be closed")),
    "fixed_on_spot": ("violet", "hourglass-split", pgettext_lazy("state", "Fixed on the spot")),
    "closed": ("green", "check-lg", pgettext_lazy("state", "Closed")),
    "verified": ("green-solid", "patch-check", pgettext_lazy("state", "Verified")),
    "relapsed": ("red", "arrow-counterclockwise", pgettext_lazy("state", "Relapsed")),
    "transferred": ("grey", "arrow-left-right", pgettext_lazy("state", "Handed over")),
    "dismissed": ("none", "dash-lg", pgettext_lazy("state", "Not upheld")),
    "voided": ("none", "slash-circle", pgettext_lazy("state", "Voided")),
}

CODES: Final = frozenset(_CHIPS) - {NEEDS_GRADE}


def round_text(number: int) -> str:
    """“第 2 轮”, from the second round on."""
    if number < 2:
        return ""
    return npgettext("chip", "round %(n)d", "round %(n)d", number) % {"n": number}


def state_chip(
    code: str, *, round_number: int = 1, needs_grade: bool = False, word: str = ""
) -> StateChip:
    """The chip of a state; ``word`` replaces the glossary's word (the firm's plain words)."""
    shown = NEEDS_GRADE if needs_grade and code == "registered" else code
    tone, icon, usual = _CHIPS[shown]
    return StateChip(code, word or str(usual), icon, tone, round_text(round_number))


def grave_tag_word() -> str:
    return gettext("Major")
