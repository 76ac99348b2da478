"""The gateway of a city of the browser tests, in a process of its own at the city's clock."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs.manual.city import AT, ROOT, environment

READY = "listens on "


@contextmanager
def listening(folder: Path) -> Iterator[int]:
    """The port on which it listens until the block ends."""
    words = [sys.executable, "-m", "tests.browser.gateway"]
    env = environment(folder)
    env["PYTHONPATH"] = f"{ROOT}:{env['PYTHONPATH']}"
    with (
        (folder / "gateway.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = next((said for said in process.stdout if said.startswith(READY)), "")
            if not line:
                said = (folder / "gateway.log").read_text(encoding="utf-8")
                raise RuntimeError(f"the gateway did not start: {said[-2000:]}")
            yield int(line.removeprefix(READY))
        finally:
            process.kill()


def main() -> None:
    import asyncio
    import os

    import time_machine

    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.config.settings"
    time_machine.travel(AT, tick=True).start()

    import django

    django.setup()

    from anhuan.gateways.hj212.desk import StoringDesk
    from anhuan.gateways.hj212.limits import Limits
    from anhuan.gateways.hj212.server import Server

    async def serve() -> None:
        server = Server(StoringDesk(), Limits())
        port = await server.start("127.0.0.1", 0)
        print(f"{READY}{port}", flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
