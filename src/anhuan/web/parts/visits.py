"""Visits in words that every audience shares: honest counts, and what was found again."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from anhuan.inspections.types import Repeated
from anhuan.kernel.checklist import Answer, Tally
from anhuan.rulebook.types import ChecklistVersion

ANSWERS: Final[Mapping[Answer, str | Promise]] = {
    Answer.CONFORMS: pgettext_lazy("answer", "Conforms"),
    Answer.FAILS: pgettext_lazy("answer", "Fails"),
    Answer.NOT_APPLICABLE: pgettext_lazy("answer", "Does not apply"),
    Answer.NOT_CHECKED: pgettext_lazy("answer", "Not checked"),
}


def tally_text(tally: Tally) -> str:
    """What was looked at is the denominator; what was not looked at stands beside it."""
    if not tally.checked:
        said = [_("nothing checked")]
    else:
        text = ngettext(
            "%(fails)d of %(n)d item checked fails",
            "%(fails)d of %(n)d items checked fail",
            tally.checked,
        )
        said = [text % {"fails": tally.fails, "n": tally.checked}]
    for n, word in (
        (tally.not_applicable, _("%(n)d do not apply")),
        (tally.not_checked, _("%(n)d not checked")),
        (tally.open, _("%(n)d without an answer")),
    ):
        if n:
            said.append(word % {"n": n})
    return "，".join(said)


def repeated_lines(
    found: Iterable[Repeated], lists: Mapping[str, ChecklistVersion]
) -> tuple[str, ...]:
    """Each item that failed again, with who found it how often."""
    return tuple(_repeated(one, lists.get(one.checklist)) for one in found)


def _repeated(one: Repeated, listed: ChecklistVersion | None) -> str:
    item = listed.checklist.item(one.item) if listed else None
    text = _("%(item)s: found by the firm %(own)d times, by others %(others)d times")
    words = {"item": item.text if item else one.item, "own": one.own, "others": one.others}
    return text % words
