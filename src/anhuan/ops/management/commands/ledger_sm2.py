import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "给记录加一行国密签名（SM2、SM3），与原签名并列"
    english = "add a line of SM2 with SM3 to the signatures of the log, beside its own"

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.extra_line import begin

        return begin(sys.stdout)
