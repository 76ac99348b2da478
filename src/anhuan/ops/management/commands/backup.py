import argparse
from pathlib import Path

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "把数据库、文件和密钥备份成一个文件，可在运行时进行"
    english = "back up database, files and key into one file, also while running"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.backups import backup
        from anhuan.ops.progress import Progress

        return backup(options.file, Progress())
