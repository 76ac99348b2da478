"""What is known of where a person is reached, taken away for good."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from anhuan.notices.channels.sms import strike_file
from anhuan.notices.models import Address, Delivery


def own_addresses(person: UUID) -> list[UUID]:
    """The subjects of the acts on the person's addresses."""
    return list(Address.objects.filter(person=person).values_list("pk", flat=True))


@transaction.atomic
def erase_addresses(*, person: UUID) -> int:
    """Remove the person's addresses, what waits to go there, and what is shown of them where
    something went; how many rows."""
    sent = Delivery.objects.filter(person=person)
    waiting = sent.filter(sent_at__isnull=True, failed_at__isnull=True).delete()[0]
    masked = sent.update(masked="—", provider_id="")
    return waiting + masked + Address.objects.filter(person=person).delete()[0]


def strike_sent(holds: Callable[[str], bool]) -> None:
    """Remove the messages that ``holds`` names from the file of text messages."""
    strike_file(holds)
