import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "依法提出删除一个人的个人信息，列出每一处；由第二人确认"
    english = "ask that what is known of a person goes, on a legal ground; lists every place"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--by", required=True, metavar="SIGN-IN", help="以谁的名义 / in whose name")
        add("--ground", required=True, metavar="CODE", help="法定情形的代码 / code of a ground")
        add("--reason", required=True, metavar="TEXT", help="理由，不写姓名 / without the name")
        add("--person", default="", metavar="SIGN-IN", help="谁的信息 / whose, by sign-in")
        add(
            "--terms",
            default="",
            metavar="FILE",
            help="要查找的姓名、号码，一行一个；- 为标准输入 / names and numbers to look for, one "
            "a line; - reads standard input",
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.erasing import ask

        return ask(
            terms=options.terms,
            person=options.person,
            ground=options.ground,
            reason=options.reason,
            by=options.by,
            out=sys.stdout,
        )
