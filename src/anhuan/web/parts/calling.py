"""A telephone number opened for one call: the opening is written down, the number shown once."""

from dataclasses import dataclass

from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.services import open_phone
from anhuan.territory.types import Holder


@dataclass(frozen=True, slots=True)
class Number:
    """Who is called, and the number as written and as a ``tel:`` address."""

    name: str
    post: str
    written: str
    url: str


def opened_number(viewer: Viewer, holder: Holder, *, why: str) -> Number:
    """The number of whoever holds the post. The caller has found that the viewer may call there.

    Refuses ``NOT_VISIBLE`` when nobody holds the post or no number is known.
    """
    if holder.person is None:
        raise Refusal(Why.NOT_VISIBLE)
    written = open_phone(person_id=holder.person, why=why, by=viewer.person, at=viewer.at)
    if not written:
        raise Refusal(Why.NOT_VISIBLE)
    dialled = "".join(each for each in written if each in "+0123456789")
    post = " ".join(word for word in (holder.unit_name, holder.title) if word)
    return Number(holder.name, post, written, f"tel:{dialled}")
