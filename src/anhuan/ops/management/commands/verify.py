import argparse
import sys

from anhuan.ops.command import Command as Base
from anhuan.ops.command import Stop
from anhuan.ops.progress import Progress
from anhuan.ops.verifier.places import Unreadable
from anhuan.ops.verifier.telling import add_arguments, verify


class Command(Base):
    chinese = "从文件或网址核对整本记录：每一条、每一个哈希、每一个签名"
    english = "check a whole record from its files or address: each entry, hash and signature"
    needs_settings = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_arguments(parser)
        parser.add_argument(
            "--against-database",
            action="store_true",
            help="核对本节点的数据库与记录是否一致 / check that the database of this node is what "
            "the record says",
        )

    def starts(self, options: argparse.Namespace) -> bool:
        return bool(options.against_database)

    def run(self, options: argparse.Namespace) -> int:
        progress = Progress()
        if options.against_database:
            return self._against_database(options, progress)
        try:
            return verify(options, sys.stdout, progress)
        except Unreadable as error:
            raise Stop(error.chinese, error.english) from error
        finally:
            progress.close()

    def _against_database(self, options: argparse.Namespace, progress: Progress) -> int:
        if options.location or options.key or options.policy or options.since:
            raise Stop(
                "--against-database 核对本节点，不带位置和公钥",
                "--against-database checks this node: leave out place and keys",
            )
        from anhuan.ops.against import against_database

        return against_database(sys.stdout, progress)
