"""``anhuan simulate stations``: devices of an invented world that speak HJ 212 to a gateway."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from anhuan.base.clock import now
from anhuan.ops.city.plan import build_city
from anhuan.ops.city.records import LOCAL
from anhuan.ops.command import Command as Base
from anhuan.ops.command import Stop
from anhuan.ops.management.commands.serve import port
from anhuan.ops.simulation.devices import Cheat, Device, Fault, World
from anhuan.ops.simulation.roster import MOST, SEED, fleet
from anhuan.ops.simulation.running import Run, Tally, run

Named = TypeVar("Named", bound=StrEnum)
FASTEST = 3_600.0


def several(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST:
        raise argparse.ArgumentTypeError(
            f"设备应为 1 到 {MOST} 台 / devices are 1 to {MOST}: {text}"
        )
    return count


def pace(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= FASTEST:
        raise argparse.ArgumentTypeError(
            f"速度应大于 0、至多 {FASTEST:.0f} / above 0, at most {FASTEST:.0f}: {text}"
        )
    return speed


def instant(text: str) -> datetime:
    """An instant; without a zone it is one of China."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"时间写作 2026-11-22T08:00 / a time is written 2026-11-22T08:00: {text}"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def among(kind: type[Named]) -> Callable[[str], tuple[Named, ...]]:
    """Reads names parted by commas, or ``none``."""

    def names(text: str) -> tuple[Named, ...]:
        if text == "none":
            return ()
        try:
            return tuple(kind(name) for name in text.split(","))
        except ValueError:
            known = ",".join(kind)
            raise argparse.ArgumentTypeError(
                f"应为 {known} 或 none / is of these, or none: {text}"
            ) from None

    return names


class Command(Base):
    chinese = "模拟监测设备：空气站、微站、排口和电表，按 HJ 212 联网"
    english = "devices of an invented world that speak HJ 212 to a gateway"
    needs_settings = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--host", default="127.0.0.1", help="网关地址 / address of the gateway")
        add("--port", type=port, help="网关端口 / port of the gateway")
        add("--stations", type=several, default=200, help="设备台数 / devices (%(default)s)")
        add("--seed", type=int, default=SEED, help="随机种子 / seed (%(default)s)")
        add("--speed", type=pace, default=1.0, help="时间快几倍 / how much faster time runs")
        add("--from", dest="start", type=instant, help="从何时起，默认现在 / begin, else now")
        add("--until", type=instant, help="到何时止，默认不停 / end, else never")
        add(
            "--cheats",
            type=among(Cheat),
            default=tuple(Cheat),
            help=f"造假手法 / styles of cheating: {','.join(Cheat)}; none",
        )
        add(
            "--faults",
            type=among(Fault),
            default=tuple(Fault),
            help=f"故障 / faults: {','.join(Fault)}; none",
        )
        add("--list", action="store_true", help="只列出设备 / list the devices, send nothing")

    def run(self, options: argparse.Namespace) -> int:
        world, devices = fleet(
            build_city(),
            options.stations,
            seed=options.seed,
            cheats=options.cheats,
            faults=options.faults,
        )
        if options.list:
            return self._list(devices)
        if options.port is None:
            raise Stop("缺少 --port：网关的端口", "--port is missing: that of the gateway")
        start = options.start or now()
        if options.until and options.until <= start:
            raise Stop("--until 早于起始时间", "--until lies before the beginning")
        how = Run(options.host, options.port, start, options.speed, options.until)
        return self._run(world, devices, how)

    def _list(self, devices: Sequence[Device]) -> int:
        for each in devices:
            faults = ",".join(sorted(each.faults)) or "-"
            row = (each.mn, each.password, each.make, each.revision, each.cheat, faults, each.name)
            self.stdout.write("\t".join(row))
        return 0

    def _run(self, world: World, devices: Sequence[Device], how: Run) -> int:
        tally = Tally()
        with suppress(KeyboardInterrupt):
            asyncio.run(run(world, devices, how, tally))
        self.stdout.write(
            f"{len(devices)} 台设备 devices · 报文 messages {tally.messages:,} · "
            f"已应答 answered {tally.answered:,} · 帧 frames {tally.frames:,} · "
            f"重发 resent {tally.resent:,} · 丢弃 dropped {tally.dropped:,} · "
            f"指令 commands {tally.commands:,}"
        )
        return 0 if tally.answered == tally.messages or how.until is None else 1
