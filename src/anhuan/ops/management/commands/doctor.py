import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "检查整个数据库和文件，逐项列出不对的地方；有错时退出码为 1"
    english = "check the whole database and its files, name what is wrong; exit 1 if anything is"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.doctor import examine
        from anhuan.ops.progress import Progress

        return examine(sys.stdout, as_json=options.json, progress=Progress())
