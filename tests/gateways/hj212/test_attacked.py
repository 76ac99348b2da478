"""The gateway under attack: it goes on, a station is answered throughout, and neither its memory
nor what it keeps of all this grows without bounds.

With ``--long`` ten minutes of changed frames, 1 GB of garbage, and the limits it has in service.
"""

import itertools
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from anhuan.gateways.hj212.limits import Limits
from anhuan.gateways.hj212.quarantine import PER_ADDRESS
from anhuan.gateways.hj212.running import allow_files
from anhuan.telemetry.protocols.hj212.framing import LONGEST
from anhuan.telemetry.services.meeting import MOST_STRANGERS
from tests.gateways.hj212.attack import PATIENCE, Attacker, Gateway, Node, attacking, gateway
from tests.gateways.hj212.device import Device, upload
from tests.gateways.hj212.mutants import CODES, mutant
from tests.gateways.hj212.node import PASSWORD
from tests.gateways.hj212.sending import grows, sending, stored_once
from tests.ops.conftest import own_database
from tests.ops.program import begin

pytestmark = pytest.mark.long
ATTACKERS = 4
MOST_GROWTH = (2 * 64 + 32) * 1024
"""kB of resident memory since the first frames: the page caches of SQLite, which fill as its two
files grow (64 MB each, ``config/settings.py``), and the frames in hand."""
AREA = "DataTime=20261122120000;a34004-Rtd=35.20,a34004-Flag=N"
BEGUN = upload(CODES[0], AREA)[:-30]
HEADS = (b"##0000FFF#\xff", b"##9999", b"##0010", BEGUN)
GARBAGE = (
    *(word * (20_000 // len(word)) for word in HEADS),
    *(word * (500_000 // len(word)) for word in (b"#", b"GET / HTTP/1.1\r\n\r\n", b"\0", b"QN=")),
)
"""Nothing but beginnings of frames, and nothing like one. The gateway closes a connection after
1 MB of it."""
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """With a station that sends as it should, and those in whose name others send."""
    with own_database() as database:
        made = Node(tmp_path_factory.mktemp("node"), database)
        begin(made.data, **database)
        made.spoken("build", str(1 + len(CODES)))
        yield made


@contextmanager
def attacked(node: Node, **limits: float) -> Iterator[Gateway]:
    """A gateway that is attacked while a station sends: every frame of the station is answered at
    the first attempt, and stored; memory stays within bounds; nothing happens that is not
    foreseen."""
    with gateway(node, **limits) as running:
        with sending(running.port, 1, patience=PATIENCE) as stations:
            grows(stations)
            running.look()
            yield running
            grows(stations)
            running.look()
        running.end()
    print(running.told(), f"answered to the station: {len(stations[0].answered)}")
    assert "Traceback" not in running.text, running.text[-8_000:]
    assert stations[0].again == 0
    assert running.growth < MOST_GROWTH
    stored_once(node.data, stations, **node.database)


def watched(running: Gateway, goes_on: Callable[[], bool], every: float) -> None:
    while goes_on():
        running.look()
        time.sleep(every)


def is_bounded(node: Node, attackers: list[Attacker], addresses: int) -> None:
    """Of broken pieces so many of each address are kept, and of senders that are no stations."""
    kept = node.spoken("emptied")
    print(kept, [(one.sent, one.size, one.thrown_out) for one in attackers])
    assert 0 < kept["broken"] <= PER_ADDRESS * addresses
    assert kept["bytes"] <= kept["broken"] * LONGEST
    assert kept["stranger"] <= MOST_STRANGERS


def test_frames_changed_at_random_neither_end_nor_fill_nor_block_the_gateway(
    node: Node, depth: int
) -> None:
    seed = int(os.environ.get("ANHUAN_SEED") or random.randrange(2**32))
    print(f"again with ANHUAN_SEED={seed}")
    makers = [partial(mutant, random.Random(seed + place)) for place in range(ATTACKERS)]
    seconds = 2 if depth == 1 else 600
    with attacked(node) as running, attacking(running.port, makers) as attackers:
        end = time.monotonic() + seconds
        watched(running, lambda: time.monotonic() < end, seconds / 100)
    assert all(one.sent > 0 for one in attackers)
    assert running.did["frames"] > 0
    is_bounded(node, attackers, len(attackers))


def noisy(port: int, code: str, share: int) -> int:
    """A station that sends so much garbage, and between it data that are answered."""
    done = 0
    with Device(port) as device:
        device.socket.settimeout(PATIENCE)
        for garbage in itertools.cycle(GARBAGE):
            if done >= share:
                break
            device.send(garbage, upload(code, AREA, password=PASSWORD))
            assert [one.command for one in device.hear()] == ["9014"]
            done += len(garbage)
    return done


def thrown_out(attackers: list[Attacker]) -> None:
    """Until each was, who sends nothing but garbage."""
    end = time.monotonic() + PATIENCE
    while not all(one.thrown_out for one in attackers):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_garbage_is_read_to_its_end_while_a_station_is_served(node: Node, depth: int) -> None:
    size = 20 * MEGABYTE if depth == 1 else 1_000 * MEGABYTE
    makers = [partial(random.randbytes, 65_536), partial(random.choice, GARBAGE)]
    with (
        attacked(node) as running,
        ThreadPoolExecutor(len(CODES)) as threads,
        attacking(running.port, makers) as attackers,
    ):
        shares = [threads.submit(noisy, running.port, each, size // len(CODES)) for each in CODES]
        watched(running, lambda: not all(share.done() for share in shares), 0.2)
        thrown_out(attackers)
    done = sum(share.result() for share in shares)
    assert done >= size
    assert running.did["junk_bytes"] >= done
    assert running.did["ended-junk"] >= len(attackers)
    is_bounded(node, attackers, len(attackers) + 1)


def trickled(port: int, count: int, every: float) -> int:
    """So many connections, each with a byte of a frame at a time that never gets whole; how many
    the gateway closed."""
    with ExitStack() as stack:
        lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
        for line in lines:
            stack.enter_context(line)
        for byte in BEGUN:
            lines = [line for line in lines if takes(line, byte)]
            time.sleep(every)
        return count - len(lines)


def takes(line: socket.socket, byte: int) -> bool:
    try:
        line.send(bytes([byte]))
    except ConnectionError:
        return False
    return True


def test_senders_of_a_byte_at_a_time_are_all_closed_while_a_station_is_served(
    node: Node, depth: int
) -> None:
    limits = Limits(frame=1, first_frame=2) if depth == 1 else Limits()
    count = 300 if depth == 1 else 3_000
    allow_files(count + 200)
    every = 2 * limits.frame / len(BEGUN)
    with (
        attacked(node, frame=limits.frame, first_frame=limits.first_frame) as running,
        ThreadPoolExecutor(1) as thread,
    ):
        closed = thread.submit(trickled, running.port, count, every)
        watched(running, lambda: not closed.done(), 0.2)
    assert closed.result() == count
    assert running.did["ended-slow"] == count
    node.spoken("emptied")
