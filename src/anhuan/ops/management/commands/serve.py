import argparse
import os

from anhuan.ops.command import Command as Base

MOST_WORKERS = 4


def port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"端口应在 1 到 65535 / a port is 1 to 65535: {text}")
    return number


def several(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(f"进程数应在 1 到 64 / processes are 1 to 64: {text}")
    return number


class Command(Base):
    chinese = "启动网页服务和后台进程"
    english = "serve the pages, with the worker"
    lasting = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--host", default="127.0.0.1", help="监听地址 / address to listen on")
        add("--port", type=port, help="端口，默认 ANHUAN_PORT / port, else ANHUAN_PORT")
        add(
            "--workers",
            type=several,
            default=min(os.cpu_count() or 1, MOST_WORKERS),
            help="网页进程数 / processes that serve pages (%(default)s)",
        )
        add("--web-only", action="store_true", help="不带后台进程 / without the worker")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.starting import start

        return start(
            host=options.host,
            port=options.port,
            workers=options.workers,
            worker=not options.web_only,
        )
