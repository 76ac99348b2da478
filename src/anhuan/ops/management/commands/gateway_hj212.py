import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import Stop
from anhuan.ops.management.commands.serve import port

MOST_CONNECTIONS = 60_000


def several(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_CONNECTIONS:
        raise argparse.ArgumentTypeError(
            f"连接数应在 1 到 {MOST_CONNECTIONS} / connections are 1 to {MOST_CONNECTIONS}: {text}"
        )
    return number


class Command(Base):
    chinese = "接收监测设备的数据（HJ 212）"
    english = "receive what monitoring equipment sends (HJ 212)"
    lasting = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--host", default="0.0.0.0", help="监听地址 / address to listen on (%(default)s)")
        add("--port", type=port, required=True, help="监听端口 / port to listen on")
        add(
            "--connections",
            type=several,
            default=10_000,
            help="最多连接数 / connections at most (%(default)s)",
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.gateways.hj212.limits import Limits
        from anhuan.gateways.hj212.running import run

        limits = Limits(connections=options.connections)
        try:
            return run(host=options.host, port=options.port, limits=limits)
        except OSError as error:
            raise Stop(
                f"不能在 {options.host} 端口 {options.port} 监听：{error}",
                f"Cannot listen on {options.host} port {options.port}: {error}",
                code=1,
            ) from error
