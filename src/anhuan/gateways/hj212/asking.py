"""Speaks to devices: sends what stations are asked, follows each request to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from anhuan.gateways.hj212.link import Link
from anhuan.gateways.hj212.reading import storable
from anhuan.telemetry import queries, services
from anhuan.telemetry.ordering import request_of
from anhuan.telemetry.protocols.hj212 import compose, exchange
from anhuan.telemetry.protocols.hj212.commands import CELLULAR, COMMANDS, Patience, Way
from anhuan.telemetry.protocols.hj212.exchange import Conversation
from anhuan.telemetry.protocols.hj212.exchange import Standing as Told
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from anhuan.telemetry.types import OrderRow, Standing

LAPSES: Final = timedelta(days=1)
"""What a station is asked that does not connect for so long is not sent any more."""
MOST_DATA: Final = 50
_ENDS: Final = {
    Told.DONE: Standing.DONE,
    Told.REFUSED: Standing.REFUSED,
    Told.FAILED: Standing.FAILED,
    Told.SILENT: Standing.SILENT,
}


class Voice(NamedTuple):
    """Where a station is heard, and how it wants to be spoken to."""

    link: Link
    speaker: compose.Speaker


@dataclass
class Talk:
    """A request under way."""

    order: UUID
    conversation: Conversation


class Asking:
    """One request at a time to each station; used in the storing thread only."""

    def __init__(self, patience: Patience = CELLULAR) -> None:
        self.patience = patience
        self.voices: dict[str, Voice] = {}
        self.talks: dict[str, Talk] = {}
        self._ended: list[Talk] = []
        self._last = ""

    def hear(self, link: Link, said: Segment, revision: Revision, at: datetime) -> None:
        """A sound frame of a station of ours."""
        command = COMMANDS.get(said.command)
        if command is not None and command.sends is not Way.ANSWER:
            speaker = compose.Speaker(said.system, said.password, said.station, revision)
            self.voices[said.station] = Voice(link, speaker)
        talk = self.talks.get(said.station)
        if talk is not None:
            heard = exchange.heard(talk.conversation, said, at)
            talk.conversation = replace(heard, data=heard.data[-MOST_DATA:])
            self._settle(said.station, talk)

    def move(self, code: str, link: Link) -> None:
        """The station is heard at ``link`` now."""
        voice = self.voices.get(code)
        if voice is not None and voice.link is not link:
            self.voices[code] = voice._replace(link=link)

    def tick(self, at: datetime) -> list[tuple[Link, bytes]]:
        """What is to be sent at ``at``: new requests, and those that were not answered in time.
        What ended is written down first."""
        out: list[tuple[Link, bytes]] = []
        for code, talk in list(self.talks.items()):
            talk.conversation, again = exchange.overdue(talk.conversation, at)
            if again is not None:
                out += self._to(code, again)
            self._settle(code, talk)
        self._write_down(at)
        for order in queries.open_orders(None):
            if order.code not in self.talks:
                out += self._begin(order, at)
        return out

    def _settle(self, code: str, talk: Talk) -> None:
        if not talk.conversation.open:
            del self.talks[code]
            self._ended.append(talk)

    def _write_down(self, at: datetime) -> None:
        while self._ended:
            talk = self._ended[-1]
            ended = talk.conversation
            services.note_ended(
                order_id=talk.order,
                standing=_ENDS[ended.standing],
                taken=ended.taken,
                executed=ended.executed,
                answers=[_area(one) for one in ended.data],
                at=at,
            )
            self._ended.pop()

    def _begin(self, order: OrderRow, at: datetime) -> Sequence[tuple[Link, bytes]]:
        voice = self.voices.get(order.code)
        if at - order.asked_at > LAPSES:
            services.note_ended(order_id=order.id, standing=Standing.LAPSED, at=at)
            return ()
        if voice is None or voice.link.transport is None:
            return ()
        # one that was sent before a restart is sent again under its number
        number = order.number or compose.number(at, self._last)
        self._last = max(self._last, number)
        try:
            frame = request_of(
                order.command, order.details, speaker=voice.speaker, number=number, at=at
            )
        except compose.CannotSay:
            services.note_ended(order_id=order.id, standing=Standing.FAILED, at=at)
            return ()
        if not order.number and not services.note_sent(order_id=order.id, number=number, at=at):
            return ()
        said = parsed(inspected(frame).segment)
        begun = exchange.begun(said, frame, at, self.patience)
        self.talks[order.code] = Talk(order.id, begun)
        return self._to(order.code, frame)

    def _to(self, code: str, frame: bytes) -> list[tuple[Link, bytes]]:
        voice = self.voices.get(code)
        return [(voice.link, frame)] if voice is not None else []


def _area(said: Segment) -> str:
    text = said.raw.decode("utf-8", "replace").partition("CP=&&")[2]
    return storable(text.removesuffix("&&"))
