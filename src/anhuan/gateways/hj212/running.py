"""The gateway as a process: it listens until it is told to stop, and says now and then what it
did."""

import asyncio
import logging
import resource
import signal
from collections import Counter

from anhuan.gateways.hj212.desk import StoringDesk
from anhuan.gateways.hj212.limits import Limits
from anhuan.gateways.hj212.link import Ended
from anhuan.gateways.hj212.server import Server

log = logging.getLogger(__name__)
REPORT_EVERY = 60
SPARE_FILES = 100


def run(*, host: str, port: int, limits: Limits) -> int:
    """Listen until SIGTERM or SIGINT; 1 when something broke that nobody expected. Raises
    ``OSError`` when the port cannot be had."""
    allow_files(limits.connections + SPARE_FILES)
    return asyncio.run(_run(host, port, limits))


def allow_files(wanted: int) -> int:
    """Let this process hold so many connections, as far as the machine allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        log.warning("the machine allows %d open files; %d are wanted", most, wanted)
    return max(soft, most)


async def _run(host: str, port: int, limits: Limits) -> int:
    server = Server(StoringDesk(), limits)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    taken = await server.start(host, port)
    log.info("HJ 212 on %s port %d", host, taken)
    waits = [asyncio.create_task(event.wait()) for event in (stop, server.broken)]
    said = ""
    while not (stop.is_set() or server.broken.is_set()):
        await asyncio.wait(waits, timeout=REPORT_EVERY, return_when=asyncio.FIRST_COMPLETED)
        said = _report(server, said)
    await server.stop()
    for wait in waits:
        wait.cancel()
    return 1 if server.broken.is_set() else 0


def _report(server: Server, before: str) -> str:
    """One line of counts, when they changed."""
    counts = vars(server.counts).copy()
    ended: Counter[Ended] = counts.pop("ended")
    told = counts | {f"ended-{why}": count for why, count in ended.items()}
    text = " ".join(f"{name}={value}" for name, value in told.items())
    if text != before:
        log.info("connections=%d %s", len(server.links), text)
    return text
