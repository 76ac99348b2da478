"""What happens after what: the table lies in ``config/reactions.py``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.module_loading import import_string

from anhuan.base.jobs import enqueue


@dataclass(frozen=True)
class Reaction:
    """A function (dotted path) that wants a topic: in the same transaction, or by the worker."""

    function: str
    later: bool = False


def publish(topic: str, **payload: Any) -> None:
    """Tell those whom the table names, in its order.

    Payload values are those a job may carry. An exception of a reaction in the same transaction
    undoes the act that published. Raises ``TransactionManagementError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{topic} was published outside a transaction")
    table: Mapping[str, tuple[Reaction, ...]] = import_string(settings.REACTIONS)
    for reaction in table.get(topic, ()):
        if reaction.later:
            enqueue(reaction.function, payload)
        else:
            import_string(reaction.function)(**payload)
