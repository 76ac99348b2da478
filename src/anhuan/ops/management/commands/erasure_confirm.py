import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "作为第二人确认一件个人信息删除，由后台进程执行"
    english = "confirm an erasure as the second person; the worker carries it out"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="编号 / number of the request")
        parser.add_argument(
            "--by", required=True, metavar="SIGN-IN", help="以谁的名义 / in whose name"
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.erasing import confirm

        return confirm(options.number, by=options.by, out=sys.stdout)
