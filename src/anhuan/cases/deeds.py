"""What an act on a case is called in a list of duties: an act may have more than one name."""

from anhuan.kernel.case import Action, Kind
from anhuan.kernel.duty import INSTRUCT, SELF_CHECK
from anhuan.kernel.lifecycle import DOORS


def deeds_of(action: Action, *, kind: Kind, source: str) -> frozenset[str]:
    """The words of ``kernel.duty.DEEDS`` for ``action``: an instruction and a firm's own finding
    come through the same door as everything, and are told apart by kind and source."""
    named = {action.value}
    if action in DOORS:
        named |= {INSTRUCT} if kind is Kind.INSTRUCTION else set()
        named |= {SELF_CHECK} if source == SELF_CHECK else set()
    return frozenset(named)
