import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file

ANSWERS = ("conforms", "not-checked", "not-applicable")


def mapped(text: str) -> tuple[str, str]:
    """``FIELD=HEADING``."""
    field, sign, heading = text.partition("=")
    if not (field.strip() and sign and heading.strip()):
        raise argparse.ArgumentTypeError(f"要写 字段=列名 / write FIELD=HEADING: {text}")
    return field.strip(), heading.strip()


class Command(Base):
    chinese = "导入历史检查（csv、csv.gz、xlsx、xls）；加 --dry-run 只看不存"
    english = "import visits of the past (csv, csv.gz, xlsx, xls); --dry-run keeps nothing"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=existing_file, metavar="FILE")
        add("--unit", required=True, metavar="NAME", help="谁做的检查：单位 / the unit's name")
        add("--by", required=True, metavar="SIGN-IN", help="以谁的名义 / in whose name: a sign-in")
        add(
            "--map",
            type=mapped,
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="哪个字段是哪一列，可写多次 / which column a field is; may be given again",
        )
        add("--kind", default="department", metavar="KIND", help="没有类型列时的检查类型 / kind")
        add("--checklist", default="", metavar="CODE", help="没有清单列时的检查清单 / checklist")
        add("--rest", choices=ANSWERS, help="没写到的检查项怎么算 / the items the file leaves out")
        add("--add-sites", action="store_true", help="未知的单位建档 / enter unknown sites")
        add("--add-people", action="store_true", help="未知的检查人员登记 / enter unknown people")
        add("--dry-run", action="store_true", help="只看不存 / show, save nothing")
        add("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.inspection_imports import import_and_tell

        return import_and_tell(options)
