import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file


class Command(Base):
    chinese = "导入企业和场所（xlsx、xls、csv）"
    english = "import enterprises and places (xlsx, xls, csv)"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=existing_file, metavar="FILE")
        add("--area", metavar="CODE", help="行所在区划的代码 / code of the area the rows lie in")
        add("--dry-run", action="store_true", help="只看不存 / show, save nothing")
        add("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.site_files import import_and_tell

        return import_and_tell(
            options.file, area=options.area, dry_run=options.dry_run, as_json=options.json
        )
