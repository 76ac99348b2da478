import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file


class Command(Base):
    chinese = "把备份恢复到空数据库（SQLite 或 PostgreSQL）"
    english = "restore a backup into an empty database, SQLite or PostgreSQL"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.progress import Progress
        from anhuan.ops.restores import restore

        return restore(options.file, Progress())
