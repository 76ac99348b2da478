import argparse

from anhuan.ops.area_files import import_and_tell
from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file


class Command(Base):
    chinese = "导入行政区划（表格或 GeoJSON），可附边界"
    english = "import areas from a table or GeoJSON, with boundaries"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE")
        parser.add_argument(
            "--boundaries",
            type=existing_file,
            metavar="GEOJSON",
            help="边界文件 / a file of boundaries",
        )
        parser.add_argument(
            "--new-top",
            action="store_true",
            help="上级不在库里的最高一级另起一棵树 / rows of the highest level whose parent "
            "is not here begin a tree of their own",
        )
        parser.add_argument("--dry-run", action="store_true", help="只看不存 / show, save nothing")
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        return import_and_tell(
            options.file,
            options.boundaries,
            dry_run=options.dry_run,
            new_top=options.new_top,
            as_json=options.json,
        )
