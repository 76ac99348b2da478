import argparse

from anhuan.ops.command import Command as Base


def detail(text: str) -> tuple[str, str]:
    """``NAME=VALUE``."""
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise argparse.ArgumentTypeError(f"要写 名称=值 / write NAME=VALUE: {text}")
    return name, value


class Command(Base):
    chinese = "向监测站点下达命令（HJ 212）：校时、间隔、补传历史；不写命令则列出结果"
    english = "ask a station (HJ 212): time, intervals, history; without a command, list what was"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("station", metavar="MN", help="站点的 MN / the station's MN")
        add(
            "command",
            nargs="?",
            metavar="CN",
            help="1011 1012 1061 1062 1063 1064 2011 2012 2031 2041 2051 2061",
        )
        add("details", nargs="*", type=detail, metavar="NAME=VALUE", help="BeginTime=… EndTime=…")
        add("--by", required=True, metavar="SIGN-IN", help="以谁的名义 / in whose name: a sign-in")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.asking import ask_and_tell

        return ask_and_tell(options)
