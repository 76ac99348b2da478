"""``anhuan copy readings``: the closed days for the server that answers for them."""

from typing import TextIO

from django.conf import settings

from anhuan.kernel.refusal import Refusal
from anhuan.ops.command import Stop
from anhuan.telemetry.services import copy_missing


def copy(out: TextIO) -> int:
    """Copy what the server lacks, and say how much it was. Raises ``Stop``."""
    if not settings.READINGS:
        raise Stop("没有设置 ANHUAN_READINGS，直接读文件", "ANHUAN_READINGS is not set")
    try:
        copied = copy_missing()
    except Refusal:
        raise Stop(
            "ClickHouse 没有应答，原因见上；稍后再试，文件都在",
            "ClickHouse does not answer, see above; try again later, the files are all there",
            1,
        ) from None
    except (OSError, ValueError) as error:
        raise Stop(f"停下了：{error}", f"Stopped: {error}", 1) from error
    rows = sum(part.rows for part in copied)
    print(f"补上 {len(copied)} 个文件，{rows:,} 行", file=out)
    print(f"{len(copied)} files copied, {rows:,} rows", file=out)
    return 0
