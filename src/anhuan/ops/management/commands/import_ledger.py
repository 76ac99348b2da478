import argparse
import sys

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file
from anhuan.ops.ledger_files import show_reading


class Command(Base):
    chinese = "读取隐患台账（xlsx、xls、csv），列出读到的行和需要人看的格子"
    english = "read a hazard ledger (xlsx, xls, csv): its rows, and the cells to look at"
    needs_settings = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            required=True,
            help="只读不存 / read only, save nothing",
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
        parser.add_argument(
            "--full",
            action="store_true",
            help="连同工作表、列对应和单位名称 / with sheets, columns and groups of names",
        )

    def run(self, options: argparse.Namespace) -> int:
        return show_reading(options.file, sys.stdout, as_json=options.json, full=options.full)
