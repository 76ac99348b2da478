"""Whether one live person holds a post, with a live path upward."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from anhuan.kernel.chain import Break
from anhuan.kernel.gaps import Gap, Held, PostAt, Snapshot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Fault(NamedTuple):
    kind: Break
    missing: str = ""
    since: "datetime | None" = None


UNKNOWN = Fault(Break.NO_POST, "not judged yet")


class Holders:
    """Judges each post once, however many objects it answers for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._given = snapshot
        self._known: dict[int, Fault | None] = {}
        self._persons: list[UUID] = []

    def fault(self, post: "UUID") -> Fault | None:
        """What keeps the post from answering, ``None`` when nothing does."""
        known = self._known.get(post.int, UNKNOWN)
        if known is UNKNOWN:
            known = self._known[post.int] = self._judge(post)
        return known

    def person(self, post: "UUID") -> "UUID | None":
        """Whoever is accountable in the post: the one holder, else the one stand-in."""
        return _accountable(self._given.held.get(post, ()))

    def _judge(self, key: "UUID") -> Fault | None:
        post = self._given.posts.get(key)
        if post is None or not post.active:
            return Fault(Break.NO_POST)
        holding = self._given.held.get(key)
        if not holding:
            ended = self._given.ended.get(key)
            return Fault(Break.EXPIRED, since=ended) if ended else Fault(Break.VACANT)
        person = _accountable(holding)
        if person is None:
            return Fault(Break.SEVERAL)
        self._persons.append(person)
        return self._upward(post, person)

    def _upward(self, start: PostAt, person: "UUID") -> Fault | None:
        """A vacancy climbs: the first held post above leads, and it is held by another."""
        posts = self._given.posts
        step, leader, last = start.superior, None, start
        seen: set[UUID] = set()
        while step is not None and (above := posts.get(step)) is not None:
            if step == start.id or step in seen:
                return Fault(Break.LOOP, str(step))
            seen.add(step)
            last = above
            if leader is None and last.active:
                leader = self.person(step)
            step = last.superior
        if leader == person:
            return Fault(Break.ANSWERS_TO_SELF)
        if start.site is not None or start.top:
            return None
        return None if leader is not None and last.top else Fault(Break.NO_PATH)

    @property
    def persons(self) -> "frozenset[UUID]":
        """Everybody found accountable so far."""
        return frozenset(self._persons)

    def overloaded(self) -> list[Gap]:
        """The persons answering here who answer for too much in all."""
        most = self._given.limits.most_objects
        persons = self.persons
        return [
            Gap(kind=Break.OVERLOADED, object=person, objects=[person], missing=str(number))
            for person, number in self._given.loads.items()
            if number > most and person in persons
        ]


def _accountable(holding: Sequence[Held]) -> "UUID | None":
    if len(holding) == 1:
        return holding[0].person
    persons = {one.person for one in holding if not one.acting}
    persons = persons or {one.person for one in holding}
    return next(iter(persons)) if len(persons) == 1 else None
