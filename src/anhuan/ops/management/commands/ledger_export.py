import argparse
import sys
from pathlib import Path

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "把存证记录复制到空文件夹：检查点、哈希和条目，可用 anhuan verify 核对"
    english = "copy the record into an empty folder, to be checked with anhuan verify"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--year", type=int, metavar="YEAR", help="只要这一年 / this year's log only"
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.log_copies import copy_and_tell
        from anhuan.ops.progress import Progress

        return copy_and_tell(options.folder, options.year, sys.stdout, Progress())
