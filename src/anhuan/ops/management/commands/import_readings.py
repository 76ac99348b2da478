import argparse
from decimal import Decimal, InvalidOperation

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file

SPANS = ("hour", "day", "minute", "real")


def mapped(text: str) -> tuple[str, str]:
    """``NAME=VALUE``; what comes before the last sign is the name."""
    name, sign, value = text.rpartition("=")
    if not (name.strip() and sign and value.strip()):
        raise argparse.ArgumentTypeError(f"要写 名称=值 / write NAME=VALUE: {text}")
    return name.strip(), value.strip()


def column(text: str) -> tuple[str, str, Decimal]:
    """``HEADING=FACTOR`` or ``HEADING=FACTOR*NUMBER``."""
    heading, value = mapped(text)
    factor, sign, times = value.partition("*")
    try:
        number = Decimal(times) if sign else Decimal(1)
    except InvalidOperation:
        number = Decimal(0)
    if not (number.is_finite() and Decimal("1e-9") <= abs(number) <= Decimal("1e9")):
        raise argparse.ArgumentTypeError(f"不是倍数 / is no multiple: {times}")
    return heading, factor.strip(), number


class Command(Base):
    chinese = "导入历史监测数据（csv、csv.gz、xlsx、xls）；有一行有问题就都不存"
    english = "import readings of the past (csv, csv.gz, xlsx, xls); a problem row keeps all out"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=existing_file, metavar="FILE")
        add(
            "--column",
            type=column,
            action="append",
            required=True,
            metavar="HEADING=FACTOR[*NUMBER]",
            help="哪一列是哪个因子，可乘以倍数换算单位 / the factor of a column, times a number",
        )
        add(
            "--time",
            default="time",
            metavar="HEADING",
            help="时间列（时段开始）/ starts of periods",
        )
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--station", default="", metavar="MN", help="整个文件的站点 / station")
        where.add_argument(
            "--station-column", default="", metavar="HEADING", help="站点列 / column of stations"
        )
        add(
            "--code",
            type=mapped,
            action="append",
            default=[],
            metavar="NAME=MN",
            help="站点列里的名称是哪个 MN / the MN of a name in that column",
        )
        add("--mark", default="", metavar="HEADING", help="数据标记列 / column of data flags")
        add("--span", choices=SPANS, default="hour", help="数据类型 / what a value is of")
        add("--leave-out", action="store_true", help="有问题的行不导入 / leave problem rows out")
        add("--dry-run", action="store_true", help="只看不存 / show, save nothing")
        add("--json", action="store_true", help="输出 JSON / print JSON")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.reading_files import import_and_tell

        return import_and_tell(options)
