"""Who answers what: the platform's answers to devices, and a request followed to its end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, unique

from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212.commands import (
    CELLULAR,
    COMMANDS,
    Executed,
    Patience,
    Taken,
    Way,
)
from anhuan.telemetry.protocols.hj212.deviations import Deviation
from anhuan.telemetry.protocols.hj212.frame import Frame
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import Segment


def answer(frame: Frame, segment: Segment, revision: Revision) -> bytes | None:
    """What the platform sends back to a device: 9013 to a notice, 9014 to data whose Flag asks for
    it, nothing to answers and to frames whose CRC does not hold (appendix A, 6.3). Raises
    ``compose.CannotSay`` when its number, password or station cannot stand in a frame."""
    if not frame.sound:
        return None
    flag = segment.flag
    command = COMMANDS.get(segment.command)
    way = command.sends if command else Way.UPLOAD
    if way is Way.ANSWER:
        return None
    asked = bool(flag and flag.answer)
    if way is Way.NOTICE:
        return compose.answer_to_notice(segment, revision) if asked else None
    return compose.answer_to_data(segment, revision) if asked else None


_REFUSED = {
    "PW": Taken.PASSWORD,
    "MN": Taken.STATION,
    "ST": Taken.SYSTEM,
    "Flag": Taken.FLAG,
    "QN": Taken.NUMBER,
    "CN": Taken.COMMAND,
}


def taken(frame: Frame, wrong: str = "") -> Taken:
    """QnRtn for a request (table 7): 9 when the CRC does not hold, else by the field that is
    wrong, "" when none is."""
    if any(fault.what is Deviation.CRC_MISMATCH for fault in frame.faults):
        return Taken.CHECK
    return _REFUSED.get(wrong, Taken.UNKNOWN) if wrong else Taken.READY


@unique
class Standing(StrEnum):
    """How far a request has come."""

    SENT = "sent"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True)
class Conversation:
    """One request of the platform and what came back. ``due`` is when patience ends."""

    number: str
    command: str
    station: str
    frame: bytes
    due: datetime
    patience: Patience = CELLULAR
    resent: int = 0
    standing: Standing = Standing.SENT
    taken: int | None = None
    executed: int | None = None
    data: tuple[Segment, ...] = ()

    @property
    def open(self) -> bool:
        """Whether something is still to come."""
        return self.standing in (Standing.SENT, Standing.TAKEN)


def begun(
    request: Segment, frame: bytes, at: datetime, patience: Patience = CELLULAR
) -> Conversation:
    """A request that was sent at ``at``."""
    due = at + timedelta(seconds=patience.seconds)
    return Conversation(request.number, request.command, request.station, frame, due, patience)


def heard(talk: Conversation, said: Segment, at: datetime) -> Conversation:
    """The conversation after the device said something at ``at``; unchanged when that belongs to
    another one. Answers with the ST of the station instead of 91 are taken."""
    if not talk.open or said.station != talk.station:
        return talk
    if said.command == talk.command:
        due = at + timedelta(seconds=talk.patience.seconds)
        return replace(talk, data=(*talk.data, said), due=due, standing=Standing.TAKEN)
    if said.number != talk.number:
        return talk
    if said.command == "9011":
        return _taken(talk, said, at)
    if said.command == "9012":
        result = _result(said, "ExeRtn")
        ended = Standing.DONE if result == Executed.DONE else Standing.FAILED
        return replace(talk, executed=result, standing=ended)
    asked = COMMANDS.get(talk.command)
    if said.command == "9013" and asked is not None and asked.way is Way.NOTICE:
        return replace(talk, standing=Standing.DONE)
    return talk


def _taken(talk: Conversation, said: Segment, at: datetime) -> Conversation:
    result = _result(said, "QnRtn")
    if result != Taken.READY:
        return replace(talk, taken=result, standing=Standing.REFUSED)
    due = at + timedelta(seconds=talk.patience.seconds)
    return replace(talk, taken=result, due=due, standing=Standing.TAKEN)


def _result(said: Segment, name: str) -> int:
    text = said.parameters.get(name, "")
    known = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) if known else int(Taken.UNKNOWN)


def overdue(talk: Conversation, at: datetime) -> tuple[Conversation, bytes | None]:
    """The conversation at ``at`` when nothing more was heard, and the frame to send again, if
    any. A request that was taken is not sent again: the device may be at work."""
    if not talk.open or at < talk.due:
        return talk, None
    if talk.standing is Standing.TAKEN or talk.resent >= talk.patience.resends:
        return replace(talk, standing=Standing.SILENT), None
    due = at + timedelta(seconds=talk.patience.seconds)
    return replace(talk, resent=talk.resent + 1, due=due), talk.frame
