import argparse
import sys

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file
from anhuan.ops.vectors import run_vectors


class Command(Base):
    chinese = "用测试向量检验计算规则"
    english = "check the formulas against a file of test vectors"
    needs_settings = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE")

    def run(self, options: argparse.Namespace) -> int:
        return run_vectors(options.file, sys.stdout)
