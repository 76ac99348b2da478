"""A delivery made ready for its channel, with words in the reader's language."""

from datetime import datetime

from anhuan.notices import writing
from anhuan.notices.mapping import secret_of, target_of, to_view
from anhuan.notices.models import Address, Delivery, Notice
from anhuan.notices.outgoing import news_of
from anhuan.notices.types import Channel, NoticeView, Parcel, Sort
from anhuan.notices.writing import Written
from anhuan.people.queries import account_of
from anhuan.people.sealing import derived_code
from anhuan.people.types import Language

CODE = "address code"


def packed(row: Delivery, address: Address, *, at: datetime) -> Parcel | None:
    """``None``: nothing is left to say, or the reader's account was closed."""
    words = _words(row, address)
    if words is None:
        return None
    return Parcel(
        delivery=row.pk,
        key=str(row.pk),
        tries=row.tries + 1,
        channel=Channel(row.channel),
        target=target_of(address),
        secret=secret_of(address),
        subject=words.subject,
        text=words.text,
    )


def code_of(address: Address) -> str:
    """The code that confirms an address; a new address has a new one."""
    return derived_code(address.pk, use=CODE, length=8)


def _words(row: Delivery, address: Address) -> Written | None:
    account = account_of(address.person) if address.person else None
    if account is not None and not account.active:
        return None
    language = account.language if account else Language.CHINESE
    if row.sort == Sort.CODE:
        return writing.code(code_of(address), language)
    if row.sort == Sort.TEST:
        return writing.test(language)
    group = address.unit_id is not None
    if row.sort == Sort.URGENT:
        notice = _notice(row)
        if notice is None:
            return None
        say = writing.urgent_group if group else writing.urgent
        return say(notice, language)
    news = news_of(address, at=row.opened_at)
    if not news:
        return None
    return (writing.digest_group if group else writing.digest)(news, language)


def _notice(row: Delivery) -> NoticeView | None:
    if row.person is None:
        return None
    notice = Notice.objects.filter(recipient=row.person, key=row.about).first()
    return to_view(notice) if notice else None
