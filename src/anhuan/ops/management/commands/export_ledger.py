import argparse
from pathlib import Path

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "导出台账（按文件名 xlsx 或 csv），每次导出都留记录"
    english = "export the ledger (xlsx or csv by the file's name); every export is logged"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="FILE")
        add(
            "--by",
            required=True,
            metavar="SIGN-IN",
            help="以谁的名义、看谁的范围：登录名 / in whose name and reach: a sign-in",
        )
        add(
            "--columns",
            default="",
            metavar="A,B",
            help="只要台账页的这些列；不写就是全部字段，可再导入 / only these columns of the "
            "ledger page; without it every field, to be imported again",
        )
        add("--force", action="store_true", help="覆盖已有的文件 / replace a file")
        self._add_filters(parser)

    def _add_filters(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        standing = parser.add_mutually_exclusive_group()
        for name, said in (("open", "未结的 / open ones"), ("ended", "已办结的 / ended ones")):
            standing.add_argument(
                f"--{name}", dest="standing", action="store_const", const=name, help=said
            )
        add("--unit", metavar="NAME", help="承办单位 / unit in charge")
        add("--department", metavar="NAME", help="主管部门 / department")
        add("--area", metavar="CODE", help="属地代码，含下级 / code of an area, with those below")
        add("--from", dest="since", metavar="DAY", help="发现日起 / found on or after")
        add("--to", dest="until", metavar="DAY", help="发现日止 / found on or before")
        for name, said in (
            ("state", "状态，可多次 / state, may be repeated"),
            ("kind", "类型，可多次 / kind, may be repeated"),
            ("domain", "领域，可多次 / field, may be repeated"),
            ("source", "来源，可多次 / source, may be repeated"),
        ):
            add(f"--{name}", action="append", metavar="WORD", help=said)
        add("--grade", metavar="WORD", help="等级 general 或 major / grade: general or major")
        add("--overdue", action="store_true", help="超期的 / overdue")
        add("--listed", action="store_true", help="挂牌督办的 / listed for supervision")
        add("--relapsed", action="store_true", help="反弹的 / relapsed")
        add("--query", metavar="TEXT", help="全文查找 / full-text search")
        add("--sort", metavar="WORD", help="due newest found number")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.ledger_exports import export_and_tell

        return export_and_tell(options.file, options)
