"""``anhuan ledger sm2``: a line of SM2 with SM3 under every checkpoint, beside the log's own."""

from pathlib import Path
from typing import TextIO

from django.conf import settings

from anhuan.base import sm2
from anhuan.base.clock import now
from anhuan.ledger import keys, services
from anhuan.ledger.queries import open_log
from anhuan.ops.command import Stop


def begin(out: TextIO) -> int:
    """Make the key; its line stands from the next checkpoint on. Raises ``Stop``."""
    shard = open_log()
    if shard is None:
        raise Stop("还没有记录，先运行一次", "There is no log yet: run the node once first", 1)
    path = Path(settings.DATA_DIR) / keys.SM2
    try:
        sm2.make(path)
        services.begin_extra_line(key=sm2.public(path), at=now())
    except FileExistsError:
        raise Stop("这行签名已经有了", "That line is there already", 1) from None
    except sm2.NoSm2 as error:
        raise Stop(
            f"openssl 用不了（{error}）；装 openssl 3.0 以上再试",
            f"openssl does not work ({error}): install openssl 3.0 or later and try again",
            1,
        ) from error
    print("国密密钥已生成，从下一个检查点起多一行签名", file=out)
    print("The SM2 key is made; from the next checkpoint on its line stands there", file=out)
    for each in keys.extra(shard.origin):
        print(each.key, file=out)
    return 0
