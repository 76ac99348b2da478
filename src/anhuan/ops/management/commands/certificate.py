import argparse
from pathlib import Path

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file


class Command(Base):
    chinese = "出具无断层证书：谁都有人负责，或逐项列出断层；有断层时退出码为 1"
    english = "certify that everything has a person, or name each gap; exit 1 if there is one"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--area", default="", help="区域代码，缺省为全部 / code of an area")
        parser.add_argument("--on", default="", help="哪一天 2026-05-11 / on which day")
        parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
        parser.add_argument("--pdf", type=Path, metavar="FILE", help="写成 PDF / write a PDF")
        parser.add_argument(
            "--check", type=existing_file, metavar="FILE", help="检验签名 / check a signed file"
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.certifying import run

        return run(options)
