import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "给记录换一把签名密钥：新旧一同签名 90 天，再结束旧的"
    english = "replace the key that signs the log: both sign for 90 days, then the former ends"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--finish",
            action="store_true",
            help="结束旧密钥（满 90 天后）/ end the former key, after its 90 days",
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.rotating import finish, rotate

        return (finish if options.finish else rotate)(sys.stdout)
