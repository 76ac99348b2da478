"""``anhuan demo``: build the fictional city once, then serve it."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "填一座虚构的小城（安澜市）并打开"
    english = "fill the fictional city and serve it"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--sites", type=int, default=300)
        parser.add_argument("--cases", type=int, default=1500)
        parser.add_argument("--build-only", action="store_true", help="fill, do not serve")

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.demo import building
        from anhuan.ops.migrating import migrate

        self.stdout.write("准备数据库 · preparing the database")
        migrate()
        if building.is_built():
            lines = building.sign_ins()
        else:
            try:
                lines = building.build(
                    sites=options.sites, cases=options.cases, progress=self._progress
                )
            except (ValueError, RuntimeError) as error:
                raise CommandError(str(error)) from None
        self._print(lines, settings.DATA_DIR / building.ACCOUNTS)
        return 0 if options.build_only else self._serve()

    def _progress(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"  {what}: {done:,} / {total:,}")
        self.stdout.flush()

    def _print(self, lines: list[dict[str, str]], path: Path) -> None:
        self.stdout.write("")
        for line in lines:
            self.stdout.write(f"  {line['username']:14} {line['password']:14} {line['sees']}")
        self.stdout.write(f"\n登录名、密码、令牌 · sign-ins and tokens: {path}\n")

    def _serve(self) -> int:
        from anhuan.ops.serving import serve

        self.stdout.write(f"http://127.0.0.1:{settings.PORT}/")
        self.stdout.flush()
        return serve(host="127.0.0.1", port=settings.PORT, workers=1)
