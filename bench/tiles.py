"""The files of the record: what hashing, writing, checking and proving cost.

Entries of 150 bytes come from a stream and become bundles and tiles on disk; the whole log is then
checked from its files, and single entries are proved from it. The limit is SHA-256 alone: one leaf
and one node an entry, nothing kept. One core; files are not synced.
"""

import argparse
import random
import resource
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import process_time

import _bed

from anhuan.kernel.merkle import Frontier, included, leaf_hash
from anhuan.kernel.tile_audit import Found, audit
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.kernel.tile_reading import TileNodes

BATCH = 2_048
LENGTH = 150
PROOFS = 1_000


def entries(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield b"%0*d" % (LENGTH, number)


def batches(count: int) -> Iterator[list[bytes]]:
    stream = entries(count)
    while held := list(islice(stream, BATCH)):
        yield held


def hashed(count: int) -> float:
    """CPU seconds of the hashes alone."""
    begun = process_time()
    above = b""
    for entry in entries(count):
        above = sha256(b"\x01" + above + sha256(b"\x00" + entry).digest()).digest()
    return process_time() - begun


def written(count: int, folder: Path) -> tuple[float, Frontier, int]:
    """CPU seconds of a log on disk, its frontier, and how many files it has."""
    begun, edge, paths = process_time(), Edge(), 0
    made: set[Path] = set()
    for batch in batches(count):
        edge, files = grow(edge, batch)
        for file in files:
            path = folder / file.path
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(file.content)
        paths += len(files)
    return process_time() - begun, edge.frontier(), paths


def checked(folder: Path, frontier: Frontier) -> float:
    """CPU seconds of the check of every entry and tile."""
    begun = process_time()
    steps = audit(frontier.size, frontier.root(), lambda path: (folder / path).read_bytes())
    wrong = [step for step in steps if isinstance(step, Found)]
    if wrong:
        raise SystemExit(f"the log is not sound: {wrong[0]}")
    return process_time() - begun


def proved(folder: Path, frontier: Frontier) -> tuple[list[float], list[int]]:
    """CPU seconds and files read for the proof of each of some entries."""
    seconds, reads = [], []
    dice = random.Random(1)
    for _ in range(PROOFS):
        index = dice.randrange(frontier.size)
        begun, read = process_time(), []
        nodes = TileNodes(
            frontier.size, lambda path, read=read: _read(folder / path, read), frontier
        )
        proof = nodes.inclusion(index)
        seconds.append(process_time() - begun)
        reads.append(len(read))
        leaf = leaf_hash(b"%0*d" % (LENGTH, index))
        if not included(leaf, index, frontier.size, proof, frontier.root()):
            raise SystemExit(f"the proof of entry {index} does not hold")
    return seconds, reads


def _read(path: Path, read: list[Path]) -> bytes:
    read.append(path)
    return path.read_bytes()


def memory() -> float:
    """The most memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(count: int) -> list[str]:
    limit = hashed(count)
    with _bed.folder() as folder:
        write, frontier, files = written(count, folder)
        check = checked(folder, frontier)
        seconds, reads = proved(folder, frontier)
    rates = [f"{count / each:,.0f}" for each in (limit, write, check)]
    return [
        f"{count:,}",
        *rates,
        f"{limit / write:.0%}",
        f"{files:,}",
        f"{sorted(seconds)[PROOFS * 99 // 100] * 1000:.2f}",
        str(max(reads)),
        f"{memory():.0f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    heads = [
        "entries",
        "hashed/s, limit",
        "written/s",
        "checked/s",
        "written, of limit",
        "files",
        "proof, ms (99 %)",
        "tile reads, most",
        "memory, MiB",
    ]
    cells = [row(options.entries // 10), row(options.entries)]
    lines = [
        f"Entries of {LENGTH} bytes in batches of {BATCH:,}; rates by CPU time of one process. "
        "The limit is one leaf and one node hash an entry. Checking reads every file back and "
        f"compares it. Proofs are of {PROOFS:,} entries by chance, each from unread files.",
        "",
        *_bed.table(heads, cells),
    ]
    _bed.write("tiles", "The record: hashing, writing, checking, proving", lines)


if __name__ == "__main__":
    main()
