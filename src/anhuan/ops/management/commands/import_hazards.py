import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file
from anhuan.ops.management.commands.import_inspections import mapped


class Command(Base):
    chinese = "导入重大危险源单元和危险化学品（xlsx、xls、csv），一行一种化学品"
    english = "import units of major hazard sources and their chemicals (xlsx, xls, csv)"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=existing_file, metavar="FILE")
        add(
            "--map",
            type=mapped,
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="哪个字段是哪一列，可写多次 / which column a field is; may be given again",
        )
        add("--dry-run", action="store_true", help="只看不存 / show, save nothing")
        add("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.hazard_files import import_and_tell

        return import_and_tell(options)
