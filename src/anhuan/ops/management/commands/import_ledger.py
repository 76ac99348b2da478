import argparse
import sys

from django.utils.module_loading import import_string

from anhuan.ops.command import Command as Base
from anhuan.ops.command import Stop, existing_file
from anhuan.ops.ledger_files import show_reading


class Command(Base):
    chinese = "导入隐患台账（xlsx、xls、csv）；加 --dry-run 只读，列出行和需要人看的格子"
    english = "import a hazard ledger (xlsx, xls, csv); --dry-run only reads and shows it"
    needs_settings = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=existing_file, metavar="FILE")
        add("--dry-run", action="store_true", help="只读不存 / read only, save nothing")
        add("--unit", metavar="NAME", help="谁的台账：单位名称 / whose ledger: name of the unit")
        add("--by", metavar="SIGN-IN", help="以谁的名义：登录名 / in whose name: a sign-in")
        add(
            "--accept-nulls",
            action="store_true",
            help="读不出的格留空也导入 / import rows with cells that could not be read, empty",
        )
        add("--json", action="store_true", help="输出 JSON / print JSON")
        add(
            "--full",
            action="store_true",
            help="连同工作表、列对应和单位名称 / with sheets, columns and groups of names",
        )

    def run(self, options: argparse.Namespace) -> int:
        if options.dry_run:
            return show_reading(options.file, sys.stdout, as_json=options.json, full=options.full)
        if not options.unit or not options.by:
            raise Stop(
                "导入要写 --unit 和 --by；只看不存用 --dry-run",
                "An import needs --unit and --by; --dry-run only reads",
            )
        import_string("anhuan.config.start.start")()
        from anhuan.ops.ledger_imports import import_and_tell

        return import_and_tell(
            options.file,
            unit=options.unit,
            by=options.by,
            accept_nulls=options.accept_nulls,
            as_json=options.json,
        )
