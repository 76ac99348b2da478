"""What is due of messages that leave the node: digests to be written, messages to be sent."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.base.clock import now
from anhuan.notices.channels import Unsent
from anhuan.notices.channels.choosing import carrier, ready
from anhuan.notices.outgoing import deliveries_due, digests_due, was_put_off
from anhuan.notices.services.outbox import claim, mark_failed, mark_sent, open_digest
from anhuan.notices.types import Parcel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A digest to be written for ``address``, or a message to be sent."""

    address: UUID | None = None
    delivery: UUID | None = None


def due(at: datetime) -> Iterator[Item]:
    """Digests, then messages channel by channel. A channel that does not take one is left until
    the next time: a mail server that hangs must not keep the worker from everything else."""
    yield from (Item(address=one) for one in digests_due(at))
    for messages in deliveries_due(at).values():
        for one in messages:
            yield Item(delivery=one)
            if was_put_off(one, at):
                break


def run(item: Item, at: datetime) -> None:
    if item.address is not None:
        open_digest(address=item.address, at=at)
    if item.delivery is not None:
        parcel = claim(delivery=item.delivery, at=at)
        if parcel is not None:
            _send(parcel)


def _send(parcel: Parcel) -> None:
    """Outside any transaction: a slow service holds no lock."""
    try:
        if not ready(parcel.channel):
            raise Unsent("channel not set up", final=True)
        number = carrier(parcel.channel)(
            key=parcel.key,
            to=parcel.target,
            secret=parcel.secret,
            subject=parcel.subject,
            text=parcel.text,
        )
    except Unsent as error:
        _failed(parcel, error.error, final=error.final)
    except Exception as error:
        # The type alone: a provider's sentence may hold the target.
        log.error("a message by %s failed: %s", parcel.channel, type(error).__name__)
        _failed(parcel, type(error).__name__, final=False)
    else:
        mark_sent(delivery=parcel.delivery, tries=parcel.tries, provider_id=number, at=now())


def _failed(parcel: Parcel, error: str, *, final: bool) -> None:
    mark_failed(delivery=parcel.delivery, tries=parcel.tries, error=error, final=final, at=now())
