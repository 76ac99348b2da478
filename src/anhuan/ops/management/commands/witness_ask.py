import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "请一个见证方确认本节点的检查点"
    english = "ask a witness to confirm the checkpoints of this node"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="见证方的网址 / address of the witness")
        parser.add_argument("key", metavar="VKEY", help="见证方的公钥 / its key")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.witnessing import ask

        return ask(options.url, options.key, sys.stdout)
