"""``anhuan demo``: build the fictional city once, then serve it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from anhuan.ops.demo import building


class Command(BaseCommand):
    help = "安澜市：填一座虚构的小城并打开 · fill the fictional city and serve it"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sites", type=int, default=300)
        parser.add_argument("--cases", type=int, default=1500)
        parser.add_argument("--build-only", action="store_true", help="fill, do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("准备数据库 · preparing the database")
        call_command("migrate", verbosity=0, interactive=False)
        if building.is_built():
            lines = building.sign_ins()
        else:
            try:
                lines = building.build(
                    sites=options["sites"], cases=options["cases"], progress=self._progress
                )
            except (ValueError, RuntimeError) as error:
                raise CommandError(str(error)) from None
        self._print(lines)
        if not options["build_only"]:
            self._serve()

    def _progress(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"  {what}: {done:,} / {total:,}")
        self.stdout.flush()

    def _print(self, lines: list[dict[str, str]]) -> None:
        self.stdout.write("")
        for line in lines:
            self.stdout.write(f"  {line['username']:14} {line['password']:14} {line['sees']}")
        path = settings.DATA_DIR / building.ACCOUNTS
        self.stdout.write(f"\n登录名、密码、令牌 · sign-ins and tokens: {path}\n")

    def _serve(self) -> None:
        from anhuan.ops.serving import serve

        self.stdout.write(f"http://127.0.0.1:{settings.PORT}/")
        self.stdout.flush()
        raise SystemExit(serve(host="127.0.0.1", port=settings.PORT, workers=1))
