"""Processes of their own on the node's database that are killed at any moment.

``python -m tests.ops.crash_log build|run KILLS|check``; settings come from the environment.
``run`` starts one that records acts and one that writes the log, kills either or both (SIGKILL),
starts them again, and lets the log catch up at the end. ``check`` prints what does not hold.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

SEED = 11
LONGEST = 0.35
PATIENCE = 60.0
YEAR = 2026
BASE = "anlan.example"
ACKNOWLEDGED, SIGNED = "acknowledged", "signed"
VICTIMS = (("sequence",), ("sequence",), ("write",), ("sequence", "write"))


def build() -> int:
    from anhuan.ops.migrating import migrate

    migrate()
    return 0


def run(kills: str) -> int:
    """How many times something was killed. Forks before any connection to the database."""
    running: dict[str, int] = {}
    try:
        _kill_again_and_again(int(kills), running)
    finally:
        for pid in running.values():
            _kill(pid)
    _, status = os.waitpid(_forked(_catch_up), 0)
    assert status == 0
    return int(kills)


def _kill_again_and_again(kills: int, running: dict[str, int]) -> None:
    dice = random.Random(SEED)
    for round_ in range(kills):
        before = _sizes()
        for name in JOBS.keys() - running.keys():
            running[name] = _forked(JOBS[name])
        if round_ % 2:
            _until_both_went_on(before)
        time.sleep(dice.uniform(0.01, LONGEST))
        for name in dice.choice(VICTIMS):
            _kill(running.pop(name))


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _sizes() -> list[int]:
    files = (_data() / name for name in (ACKNOWLEDGED, SIGNED))
    return [file.stat().st_size if file.exists() else 0 for file in files]


def _until_both_went_on(before: list[int]) -> None:
    """Half of the kills come while both are at work, however busy the machine is; the other half
    may come while they start."""
    end = time.monotonic() + PATIENCE
    while any(now <= was for now, was in zip(_sizes(), before, strict=True)):
        assert time.monotonic() < end, "nothing was recorded or signed"
        time.sleep(0.01)


def _forked(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _write() -> None:
    """Acts until the end; each is noted once it is committed."""
    from anhuan.base.clock import now
    from anhuan.ledger.services import record

    parent = os.getppid()
    while os.getppid() == parent:
        at = now()
        fact = record(
            kind="case.plan",
            subject=uuid4(),
            version=1,
            public={},
            body={"t": "安"},
            by=None,
            at=at,
        )
        _note(ACKNOWLEDGED, str(fact.pk))
        time.sleep(0.002)


def _sequence() -> None:
    parent = os.getppid()
    with _sequencer() as writer:
        while os.getppid() == parent:
            if not _step(writer):
                time.sleep(0.001)


def _catch_up() -> None:
    from anhuan.ledger.queries import waiting

    # A server of databases may still commit what a killed process sent last.
    time.sleep(1)
    with _sequencer() as writer:
        _step(writer)
        while waiting():
            _step(writer)


def _step(writer: Any) -> int:
    from anhuan.base.clock import now

    return int(writer.step(now(), YEAR))


def _sequencer() -> Any:
    from anhuan.kernel.note import Signer
    from anhuan.ledger import keys
    from anhuan.ledger.sequencer import Sequencer

    keys.made_at_first()

    def noting(origin: str) -> list[Signer]:
        """What is signed is noted before it is, so that no signature is missed."""
        return [Signer(each.key, _noting(each.sign)) for each in keys.signers(origin)]

    return Sequencer(signers=noting, base=BASE)


def _noting(sign: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def noted(message: bytes) -> bytes:
        _note(SIGNED, json.dumps(message.decode()))
        return sign(message)

    return noted


def _note(name: str, line: str) -> None:
    """One write to the end of a file: a killed process has written the line or has not."""
    handle = os.open(_data() / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


def _noted(name: str) -> list[str]:
    return (_data() / name).read_text(encoding="utf-8").splitlines()


def _data() -> Path:
    from django.conf import settings

    return Path(settings.DATA_DIR)


def check() -> dict[str, Any]:
    """Counts, and everything that does not hold."""
    from anhuan.ledger.models import Entry, Fact, Pending

    acknowledged = [UUID(line) for line in _noted(ACKNOWLEDGED)]
    rows = list(Entry.objects.order_by("position").values_list("position", "fact", "content"))
    placed = [fact for _, fact, _ in rows]
    contents = [bytes(content) for _, _, content in rows]
    wrong = [
        *(f"lost {fact}" for fact in set(acknowledged) - set(placed)),
        *(f"without a place {fact}" for fact in _ids(Fact) - set(placed)),
        *(f"waits {fact}" for fact in _ids(Pending)),
        *_differing_files(contents),
        *_inconsistent(contents),
    ]
    if [position for position, _, _ in rows] != list(range(len(rows))):
        wrong.append("positions have a gap")
    signed = len(set(_noted(SIGNED)))
    return {"acknowledged": len(acknowledged), "signed": signed, "wrong": wrong}


def _ids(model: Any) -> set[UUID]:
    return set(model.objects.values_list("pk", flat=True))


def _differing_files(contents: list[bytes]) -> Iterator[str]:
    """Every file there has the bytes of an undisturbed run, and none of its files is missing."""
    from anhuan.kernel.tile_growth import Edge, grow
    from anhuan.kernel.tiles import Place, place_of
    from anhuan.ledger import shelf

    _, files = grow(Edge(), contents)
    wanted = {each.path: each.content for each in files}
    whole = {_whole(path): content for path, content in wanted.items()}
    folder = shelf.folder(YEAR)
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("tile/**/*")
        if path.is_file() and not path.name.startswith(".")
    }
    yield from (f"missing {path}" for path in wanted.keys() - found.keys())
    for path, content in found.items():
        place = place_of(path)
        full = whole[Place(place.level, place.index).path]
        size = place.width * 32 if place.level is not None else _length(full, place.width)
        if content != full[:size]:
            yield f"other bytes {path}"


def _whole(path: str) -> str:
    return path.partition(".p/")[0]


def _length(bundle: bytes, count: int) -> int:
    at = 0
    for _ in range(count):
        at += 2 + int.from_bytes(bundle[at : at + 2], "big")
    return at


def _inconsistent(contents: list[bytes]) -> Iterator[str]:
    """Whatever was ever signed is a beginning of what there is now, so any two of them have a
    proof between them; those next to one another are tried. The last of them is published."""
    from anhuan.kernel.checkpoint import Checkpoint, parse_checkpoint
    from anhuan.kernel.merkle import Frontier, consistent, leaf_hash
    from anhuan.kernel.note import parse_note
    from anhuan.kernel.tile_reading import TileNodes
    from anhuan.ledger import shelf

    frontier = Frontier()
    # A sequencer with nothing to write yet signs the empty log.
    roots = {0: frontier.root()}
    for content in contents:
        frontier = frontier.appended(leaf_hash(content))
        roots[frontier.size] = frontier.root()
    heads = {parse_checkpoint(json.loads(line)) for line in _noted(SIGNED)}
    yield from (f"signed another {one.size}" for one in heads if roots[one.size] != one.root)
    before = Checkpoint(f"{BASE}/log/{YEAR}", 0, Frontier().root())
    for head in sorted(heads, key=lambda one: one.size):
        # The tiles of an earlier size are all still there.
        nodes = TileNodes(head.size, lambda path: shelf.read(YEAR, path))
        proof = nodes.consistency(before.size)
        if not consistent(before.size, head.size, proof, before.root, head.root):
            yield f"no proof from {before.size} to {head.size}"
        before = head
    last = parse_checkpoint(parse_note(shelf.checkpoint(YEAR) or b"").text)
    if last != before or last.size != len(contents):
        yield f"published {last.size} of {len(contents)}"


JOBS: dict[str, Callable[[], None]] = {"write": _write, "sequence": _sequence}

if __name__ == "__main__":
    from anhuan.config.start import start

    start()
    words: dict[str, Callable[..., Any]] = {"build": build, "run": run, "check": check}
    print(json.dumps(words[sys.argv[1]](*sys.argv[2:])))
