"""Rows of notices as values."""

from anhuan.base.jobs import unpack
from anhuan.notices.models import Address, Delivery, Notice
from anhuan.notices.types import AddressLine, Channel, DeliveryLine, NoticeView, Sort
from anhuan.people.sealing import unseal

TARGET = "address"
SECRET = "address secret"


def to_view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.pk,
        topic=notice.topic,
        params=unpack(notice.params),
        subject_kind=notice.subject_kind,
        subject=notice.subject,
        urgent=notice.urgent,
        at=notice.at,
        read_at=notice.read_at,
    )


def to_line(row: Address) -> AddressLine:
    return AddressLine(
        id=row.pk,
        version=row.version,
        channel=Channel(row.channel),
        masked=row.masked,
        urgent=row.urgent,
        digest=row.digest,
        hour=row.hour,
        confirmed=row.confirmed_at is not None,
        unit=row.unit_id,
    )


def to_delivery(row: Delivery) -> DeliveryLine:
    return DeliveryLine(
        id=row.pk,
        channel=Channel(row.channel),
        sort=Sort(row.sort),
        masked=row.masked,
        tries=row.tries,
        due_at=row.due_at,
        sent_at=row.sent_at,
        failed_at=row.failed_at,
        error=row.error,
    )


def target_of(row: Address) -> str:
    return unseal(row.target_sealed, owner=row.pk, use=TARGET)


def secret_of(row: Address) -> str:
    return unseal(row.secret_sealed, owner=row.pk, use=SECRET) if row.secret_sealed else ""
