"""Logs on disk without a database: the writer's own steps with keys made from names."""

from collections.abc import Iterable
from pathlib import Path

from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.note import Note, Signer
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.ledger import shelf
from tests.kernel.signing import LOG, signer, witness

YEAR = 2027
AT = 1_800_000_000
WITNESS = witness()
KEY = str(signer().key)
WITNESS_KEY = str(WITNESS.key)


def entry(number: int) -> bytes:
    """An entry in its canonical form."""
    return (
        f'{{"c":"{"A" * 43}=","k":"case.opened","n":{number + 1},'
        f'"r":"00000000-0000-7000-8000-{number:012x}","t":"2027-03-01T08:00:00Z","v":1}}'
    ).encode()


def entries(count: int) -> list[bytes]:
    return [entry(number) for number in range(count)]


def checkpoint(edge: Edge, *signers: Signer, origin: str = LOG) -> str:
    text = str(Checkpoint(origin, edge.size, edge.root()))
    signed = [one.signature(text) for one in signers or (signer(),)]
    return bytes(Note(text, (*signed, WITNESS.signature(text, AT)))).decode()


def write(
    contents: Iterable[bytes], *, step: int = 4_096, year: int = YEAR, origin: str = LOG
) -> Path:
    """A log in the data folder of the settings, a step at a time; its own folder."""
    edge, whole = Edge(), list(contents)
    for start in range(0, len(whole), step):
        edge, files = grow(edge, whole[start : start + step])
        shelf.write(year, files)
    shelf.folder(year).mkdir(parents=True, exist_ok=True)
    shelf.put_checkpoint(year, checkpoint(edge, signer(origin), origin=origin))
    return shelf.folder(year)


def flip(path: Path, at: int = -1) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
