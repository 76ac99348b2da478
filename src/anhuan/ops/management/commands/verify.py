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

    def run(self, options: argparse.Namespace) -> int:
        progress = Progress()
        try:
            return verify(options, sys.stdout, progress)
        except Unreadable as error:
            raise Stop(error.chinese, error.english) from error
        finally:
            progress.close()
