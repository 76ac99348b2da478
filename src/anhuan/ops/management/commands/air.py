import argparse
from datetime import date

from anhuan.ops.command import Command as Base


def day(text: str) -> date:
    """A day, or what is wrong with it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"要写 2026-11-23 / write 2026-11-23: {text}") from None


class Command(Base):
    chinese = "显示区域或站点某天或一段时间的 AQI，按当日版本或指定版本计算"
    english = "print the AQI of an area or a station, by the edition of the day or a named one"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--area", metavar="CODE", help="区划代码 / code of an area")
        where.add_argument("--station", metavar="MN", help="站点 MN / MN of a station")
        add("first", type=day, metavar="DAY", help="哪天 / which day")
        add("last", type=day, nargs="?", metavar="LAST", help="到哪天 / up to this day")
        add("--by", required=True, metavar="SIGN-IN", help="以谁的名义 / in whose name: a sign-in")
        add("--edition", default="", metavar="NAME", help="标准版本 / as HJ 633-2012")
        add("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.air_days import tell

        return tell(options)
