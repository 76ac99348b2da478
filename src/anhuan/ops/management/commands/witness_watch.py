import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "为另一个节点的记录作见证；换了密钥就再运行一次，加上新公钥"
    english = "be a witness of another node's log; run again to add the key that takes over"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("origin", metavar="ORIGIN", help="记录的名称 / origin of the log")
        parser.add_argument("key", nargs="+", metavar="VKEY", help="它的公钥 / its keys")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.witnessing import watch

        return watch(options.origin, options.key, sys.stdout)
