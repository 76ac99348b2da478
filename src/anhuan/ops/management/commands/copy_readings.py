import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "把 ClickHouse 里还没有的监测数据文件补上"
    english = "copy the files of closed days of readings that ClickHouse does not have"

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.reading_copies import copy

        return copy(sys.stdout)
