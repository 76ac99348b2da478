"""What a device sends: its uploads and its answers as frames, in the words of its revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from anhuan.ops.simulation.devices import Device, Make
from anhuan.ops.simulation.periods import Told
from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212.commands import INTERACTION
from anhuan.telemetry.protocols.hj212.factors import FACTORS
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.protocols.hj212.segment import LONGEST_AREA

REAL, MINUTE, HOUR, DAY = "2011", "2051", "2061", "2031"
_ASK: Final = 1
_NUMBERED: Final = 2
_ROOM: Final = LONGEST_AREA - 40
_FEW: Final = 3
"""Factors in one sub-packet of a device that likes them small."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Upload:
    """A message: what it is of, and what it says. ``at``: its DataTime."""

    command: str
    at: datetime
    values: Mapping[str, Told]


def frames(
    device: Device, upload: Upload, number: str, *, again: bool = False, packets: bool = False
) -> list[bytes]:
    """The frames of a message with the number ``number``; several when it does not fit into one
    or the device parts it (``packets``). ``again``: sent before, which 2025 says with RF."""
    parts = _parted([_item(device, upload, code) for code in upload.values], packets)
    made = []
    for place, items in enumerate(parts, start=1):
        numbers = [("PNUM", str(len(parts))), ("PNO", str(place))] if len(parts) > 1 else []
        head = _head(device, upload.command, number, numbered=bool(numbers))
        more = [("RF", "1")] if again and device.revision is Revision.OF_2025 else []
        time = [("DataTime", compose.stamp(upload.at))]
        area = compose.area_of([time, *items])
        made.append(compose.framed(compose.written([*head, *numbers, *more], area)))
    return made


def answer(
    device: Device, command: str, number: str, result: tuple[str, str], *more: Pairs
) -> bytes:
    """9011 or 9012 to a request of the platform, or the data it asked for."""
    flag = ("Flag", str(device.revision.flag))
    said: Pairs = [("ST", INTERACTION if command.startswith("9") else device.system)]
    said += [("CN", command), ("PW", device.password), ("MN", device.mn)]
    pairs: Sequence[Pairs] = [[result], *more] if result[0] else more
    if device.revision is Revision.OF_2005:
        return compose.framed(
            compose.written([*said, flag], compose.area_of([[("QN", number)], *pairs]))
        )
    return compose.framed(compose.written([("QN", number), *said, flag], compose.area_of(pairs)))


def _head(device: Device, command: str, number: str, *, numbered: bool) -> Pairs:
    flag = device.revision.flag | _ASK | (_NUMBERED if numbered else 0)
    return [
        ("QN", number),
        ("ST", device.system),
        ("CN", command),
        ("PW", device.password),
        ("MN", device.mn),
        ("Flag", str(flag)),
    ]


def code_of(device: Device, code: str) -> str:
    """A factor in the words of the device's revision."""
    if device.revision is not Revision.OF_2005:
        return code
    known = FACTORS.get(code)
    return known.code_2005 if known and known.code_2005 else code


def speaks_2005(device: Device) -> bool:
    """Whether every factor of the device has a code of 2005: outlets alone."""
    return device.make in (Make.GAS, Make.WATER)


def _item(device: Device, upload: Upload, code: str) -> Pairs:
    said, name = upload.values[code], code_of(device, code)
    if upload.command == REAL:
        return [(f"{name}-Rtd", str(said.value)), (f"{name}-Flag", said.mark)]
    pairs = [(f"{name}-Min", str(said.low)), (f"{name}-Avg", str(said.value))]
    pairs += [(f"{name}-Max", str(said.high))]
    if said.total is not None:
        pairs.insert(0, (f"{name}-Cou", str(said.total)))
    return [*pairs, (f"{name}-Flag", said.mark)]


def _parted(items: list[Pairs], packets: bool) -> list[list[Pairs]]:
    parts: list[list[Pairs]] = [[]]
    size = 0
    for item in items:
        length = sum(len(name) + len(value) + 2 for name, value in item)
        full = size + length > _ROOM or (packets and len(parts[-1]) == _FEW)
        if full and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(item)
        size += length
    return parts
