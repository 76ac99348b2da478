"""Frames of HJ 212: CRC checked and every factor split, on one core, beside a parser in Go that is
compiled here, one in plain Python with a table for the CRC, and the bytes looked at once."""

import argparse
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import _bed
import numpy as np

from anhuan.telemetry.protocols.hj212 import frame, readings, segment
from anhuan.telemetry.protocols.hj212.columns import Reader
from anhuan.telemetry.protocols.hj212.compose import framed
from anhuan.telemetry.protocols.hj212.framing import Splitter

GO = Path(__file__).with_name("frames.go")
LENGTH = 347
STATIONS = 1_000
BATCH = 1_024
CHUNK = 1_460
TIMES = 5
MARKS = "NNNNNNNNND"
CODES = ("a21026", "a21002", "a34013", "a19001", "a01011", "a01012", "a01014")


def made(count: int) -> list[bytes]:
    """Real-time frames of 347 bytes from many stations: seven factors with marks."""
    chance = random.Random(212)
    frames = []
    for number in range(count):
        second, milli = divmod(number % 60_000, 1_000)
        head = (
            f"QN=202611221200{second:02}{milli:03};ST=31;CN=2011;PW=123456;"
            f"MN=010000A8900016F000{number % STATIONS:06X};Flag=5;"
        )
        values = [chance.uniform(100, 999) for _ in CODES]
        items = [
            f"{code}-Rtd={value:.{3 if place < 1 else 2}f},{code}-Flag={chance.choice(MARKS)}"
            for place, (code, value) in enumerate(zip(CODES, values, strict=True))
        ]
        text = f"{head}CP=&&DataTime=20261122120000;{';'.join(items)}&&"
        frames.append(framed(text.encode()))
    if {len(each) for each in frames} != {LENGTH}:
        raise RuntimeError("frames of another length")
    return frames


def table() -> list[int]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
        found.append(value)
    return found


TABLE = table()


def plain_python(raw: bytes) -> dict[str, dict[str, object]]:
    """What a parser in a few lines of Python does."""
    size = int(raw[2:6])
    body = raw[6 : 6 + size]
    register = 0xFFFF
    for byte in body:
        register = TABLE[register >> 8 ^ byte]
    if int(raw[6 + size : 10 + size], 16) != register:
        raise ValueError("CRC")
    head, _, area = body.decode().partition("CP=&&")
    header = dict(field.split("=") for field in head.rstrip(";").split(";"))
    factors: dict[str, dict[str, object]] = {"": dict(header)}
    for item in area[:-2].split(";"):
        for pair in item.split(","):
            name, value = pair.split("=")
            code, _, suffix = name.rpartition("-")
            known = factors.setdefault(code, {})
            known[suffix] = value if suffix in ("Flag", "DataTime") else float(value)
    return factors


READER = Reader()


def whole(frames: list[bytes]) -> int:
    """By columns, from whole frames; the number of values."""
    reader, values = READER, 0
    for at in range(0, len(frames), BATCH):
        values += len(reader.read(frames[at : at + BATCH]).value)
    return values


def streamed(frames: list[bytes]) -> int:
    """By columns, from the stream of a socket in portions of one packet of a network."""
    data, splitter, reader = b"".join(frames), Splitter(), READER
    waiting: list[bytes] = []
    values = 0
    for at in range(0, len(data), CHUNK):
        waiting += [piece.raw for piece in splitter.feed(data[at : at + CHUNK])]
        if len(waiting) >= BATCH:
            values += len(reader.read(waiting).value)
            waiting = []
    return values + (len(reader.read(waiting).value) if waiting else 0)


def alone(frames: list[bytes]) -> int:
    """One by one with exact numbers and every deviation named."""
    return sum(
        len(readings.report(segment.parsed(frame.inspected(raw).segment)).readings)
        for raw in frames
    )


def in_python(frames: list[bytes]) -> int:
    return sum(len(plain_python(raw)) - 1 for raw in frames)


def looked_at(frames: list[bytes]) -> int:
    """The limit: the bytes of each frame looked at once, by the CRC-32 of zlib."""
    for raw in frames:
        zlib.crc32(raw)
    return len(frames) * len(CODES)


def rate(act: Callable[[list[bytes]], int], frames: list[bytes]) -> float:
    """Frames a CPU second."""
    begun = process_time()
    if act(frames) != len(frames) * len(CODES):
        raise RuntimeError(f"{act.__name__} lost values")
    return len(frames) / (process_time() - begun)


class Go:
    """The parser in Go, compiled here."""

    def __init__(self, data: Path, frames: list[bytes]) -> None:
        self.program, self.file = data / "frames", data / "frames.txt"
        self.file.write_bytes(b"".join(frames))
        self.values = len(frames) * len(CODES)
        self.count = len(frames)
        command = ["go", "build", "-o", str(self.program), str(GO)]
        subprocess.run(command, check=True, cwd=data)

    def rate(self, crc: str) -> float:
        command = [str(self.program), str(self.file), crc, "1"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds, values, _ = said.split()
        if int(values) != self.values:
            raise RuntimeError("the parser in Go lost values")
        return self.count / float(seconds)


def measured(count: int) -> list[list[str]]:
    frames = made(count)
    few = frames[: count // 10]
    best: dict[str, float] = {}

    def note(name: str, found: float) -> None:
        best[name] = max(best.get(name, 0.0), found)

    with _bed.folder() as data:
        go = Go(data, frames) if shutil.which("go") else None
        whole(frames[:STATIONS])  # stations are met once and then stay
        for _ in range(TIMES):  # in turn, so that what else runs here disturbs all alike
            note("columns, whole frames", rate(whole, frames))
            note("columns, from a stream", rate(streamed, frames))
            if go is not None:
                note("Go, CRC by table", go.rate("table"))
                note("Go, CRC bit by bit", go.rate("bits"))
            note("plain Python, CRC by table", rate(in_python, few))
            note("one by one, exact, deviations named", rate(alone, few))
            note("limit: bytes looked at once", rate(looked_at, frames))
    ours = best["columns, whole frames"]
    return [
        [name, f"{found:,.0f}", f"{found * LENGTH / 1e6:.0f}", f"{ours / found:.2f}"]
        for name, found in best.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=100_000)
    options = parser.parse_args()
    rows = measured(options.frames)
    lines = [
        f"{options.frames:,} frames of {LENGTH} bytes from {STATIONS:,} stations, {len(CODES)} "
        "factors with marks each: length and CRC checked, header and every factor split, values "
        "as numbers. Frames a CPU second of one core, the best of five in turn. Columns are read "
        f"in batches of {BATCH:,} (NumPy {np.__version__}); a stream comes in portions of "
        f"{CHUNK:,} bytes; the stations were met before. The parser in Go keeps a map of factors "
        "for each frame. A line of 100 Mbit/s carries 36,000 such frames a second.",
        "",
        *_bed.table(("parser", "frames/s", "MB/s", "columns to it"), rows),
    ]
    _bed.write("frames", "Frames of HJ 212", lines)


if __name__ == "__main__":
    main()
