"""The record as it is kept: durable files, and the verifier that people run.

Acts come from a stream and become files by the same steps as in the sequencer, each file synced
before the checkpoint is signed. Beside it, in the same run and on the same disk: SHA-256 of the
same bytes and plain writes of the same files, once left to the system and once synced. Then
``anhuan verify`` checks the folder in a process of its own. One core; what hashing and proving
cost without the disk is ``tiles``.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import _bed

BATCH = 2_000
ENTRY = b'{"c":"%s=","k":"case.opened","n":%d,"r":"%032x","t":"2027-03-01T08:00:00Z","v":1}'
COMMITMENT = b"A" * 43
VERIFY = """
import sys, log
from anhuan.ops.verifier.__main__ import main
code = main()
print(log.memory())
sys.exit(code)
"""


def entries(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield ENTRY % (COMMITMENT, number + 1, number)


def batches(count: int) -> Iterator[list[bytes]]:
    stream = entries(count)
    while held := list(islice(stream, BATCH)):
        yield held


def hashed(count: int) -> float:
    """CPU seconds of one leaf and one node hash an entry."""
    begun, above = process_time(), b""
    for entry in entries(count):
        above = sha256(b"\x01" + above + sha256(b"\x00" + entry).digest()).digest()
    return process_time() - begun


def durable(count: int) -> tuple[float, float, str]:
    """Wall and CPU seconds of a signed log on disk; its key."""
    from anhuan.kernel.checkpoint import Checkpoint
    from anhuan.kernel.note import Note
    from anhuan.kernel.tile_growth import Edge, grow
    from anhuan.ledger import keys, shelf

    (signer,) = keys.signers("bench.example/log/2027")
    begun, busy, edge = perf_counter(), process_time(), Edge()
    for batch in batches(count):
        edge, files = grow(edge, batch)
        shelf.write(2027, files)
        text = str(Checkpoint(signer.key.name, edge.size, edge.root()))
        shelf.put_checkpoint(2027, bytes(Note(text, (signer.signature(text),))).decode())
    return perf_counter() - begun, process_time() - busy, str(signer.key)


def copied(source: Path, target: Path, *, synced: bool) -> float:
    """Wall seconds of plain writes of the same files, of one folder a thousand."""
    found = [path for path in source.rglob("*") if path.is_file()]
    contents = [path.read_bytes() for path in found]
    begun = perf_counter()
    for number, content in enumerate(contents):
        path = target / str(number // 1_000) / str(number)
        if number % 1_000 == 0:
            path.parent.mkdir(parents=True)
        with path.open("wb") as out:
            out.write(content)
            if synced:
                out.flush()
                os.fdatasync(out.fileno())
    return perf_counter() - begun


def verified(folder: Path, key: str) -> tuple[float, float]:
    """CPU seconds of ``anhuan verify`` and its most memory in MiB."""
    before = os.times()
    words = [sys.executable, "-c", VERIFY, str(folder), "--key", key]
    here = Path(__file__).resolve().parent
    done = subprocess.run(words, check=True, capture_output=True, text=True, cwd=here)
    after = os.times()
    busy = after.children_user + after.children_system
    busy -= before.children_user + before.children_system
    return busy, float(done.stdout.splitlines()[-1])


def memory() -> float:
    """The most memory of this program so far, in MiB, without that of whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def row(count: int, data: Path) -> list[str]:
    from anhuan.ledger import keys, shelf

    keys.made_at_first()
    limit = hashed(count)
    wall, busy, key = durable(count)
    most = memory()
    check, checking = verified(shelf.folder(2027), key)
    plain = copied(shelf.folder(2027), data / "plain", synced=False)
    synced = copied(shelf.folder(2027), data / "synced", synced=True)
    rates = [f"{count / each:,.0f}" for each in (limit, busy, wall, plain, synced, check)]
    return [f"{count:,}", *rates, f"{most:.0f}", f"{checking:.0f}"]


def one(count: int) -> None:
    """One size in a process of its own, so that its memory is its own."""
    with _bed.folder() as data:
        _bed.program("", data)
        print("\t".join(row(count, data)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    heads = [
        "entries",
        "hashed/s, limit",
        "written/s of CPU",
        "written and synced/s",
        "same files, plain/s",
        "same files, synced/s",
        "verified/s of CPU",
        "memory writing, MiB",
        "memory verifying, MiB",
    ]
    cells: list[Any] = []
    for count in (options.entries // 10, options.entries):
        words = [sys.executable, __file__, "--one", str(count)]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        cells.append(done.stdout.splitlines()[-1].split("\t"))
    lines = [
        f"Entries of about 150 bytes, a signed checkpoint every {BATCH:,}. Rates of CPU are of "
        "one process, the others by the clock. Verifying is `anhuan verify` on the folder, "
        "start of the process included.",
        "",
        *_bed.table(heads, cells),
    ]
    _bed.write("log", "The record: durable files and the verifier", lines)


if __name__ == "__main__":
    main()
