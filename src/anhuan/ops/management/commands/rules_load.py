import argparse

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "把程序新带的规则和新版本带进本节点；本节点改过的不动"
    english = "bring newly shipped rules and versions; what the node changed itself stays"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        help_text = "只看不存 / show, save nothing"
        parser.add_argument("--dry-run", action="store_true", help=help_text)

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.rule_loading import load_and_tell

        return load_and_tell(dry_run=options.dry_run)
