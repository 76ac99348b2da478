"""What is due, in words, whatever it is owed of: a case, a task, a matter, a proceeding, a permit,
a statement from a phone, a duty, a duty call or a planned check."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import pgettext

from anhuan.accountability.words import MATTER_DUE
from anhuan.cases.words.acts import TO_DO
from anhuan.inspections.words.campaigns import CHECK_DUE
from anhuan.kernel.case import Action
from anhuan.obligations.types import Item
from anhuan.proceedings.words import PROCEEDING_DUE
from anhuan.tasks.words import TASK_DUE
from anhuan.web.parts.onduty import CALL_DUE

OWED_OF: Final[Mapping[str, Mapping[str, object]]] = {
    "task": TASK_DUE,
    "matter": MATTER_DUE,
    "proceeding": PROCEEDING_DUE,
    "call": CALL_DUE,
    "planned": CHECK_DUE,
}


def due_words(item: Item) -> str:
    """What to do; of a duty its name."""
    if item.duty:
        return item.title
    if item.permit is not None:
        return pgettext("permit", "Settle the permit")
    if item.statement is not None:
        return pgettext("due act", "Decide on a statement")
    for name, words in OWED_OF.items():
        if getattr(item, name) is not None:
            return str(words[item.act])
    return str(TO_DO[Action(item.act)])
