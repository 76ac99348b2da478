import argparse
import sys

from anhuan.ops.command import Command as Base
from anhuan.ops.progress import Progress


class Command(Base):
    chinese = "恢复旧备份后，把已经发布的条目补回数据库，记录才能继续签名"
    english = "after an older backup was restored, bring the published entries back, to sign on"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "location",
            nargs="?",
            default="",
            metavar="LOCATION",
            help="记录副本的文件夹或网址；不写就用本节点数据文件夹里的 / folder or address of a "
            "copy of the log; without it, the files in this node's data folder",
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.adopting import adopt_and_tell

        return adopt_and_tell(options.location, sys.stdout, Progress())
