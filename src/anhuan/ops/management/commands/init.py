import argparse

from anhuan.ops.command import Command as Base
from anhuan.ops.command import existing_file


class Command(Base):
    chinese = "建立节点：数据表、规则、最高一级区划、第一个管理员；可重复运行"
    english = "make the node: tables, rules, highest area, first administrator; may be repeated"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--area", metavar="NAME", help="最高一级区划名称，如某某市 / name of the highest area")
        add(
            "--code",
            metavar="CODE",
            help="6 或 12 位区划代码 / its code of 6 or 12 digits",
        )
        add("--admin-name", metavar="NAME", help="管理员姓名 / the administrator's name")
        add("--admin", metavar="USERNAME", default="admin", help="登录名 / sign-in name")
        add(
            "--password-file",
            type=existing_file,
            metavar="FILE",
            help="存有密码的文件，不给则询问 / a file with the password; else it is asked for",
        )

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.beginning import begin

        return begin(options)
