"""``anhuan ledger rotate``: a new key for the log, and the end of the former one."""

from base64 import b64encode
from datetime import timedelta
from typing import Final, TextIO

from anhuan.base.clock import now
from anhuan.base.sign import NoKey, fingerprint
from anhuan.kernel.calendar import day_of
from anhuan.ledger import keys, services
from anhuan.ledger.queries import open_log, rotation
from anhuan.ops.command import Stop

TERM: Final = timedelta(days=90)
"""How long both keys sign, so that whoever knows the old one learns of the new."""


def rotate(out: TextIO) -> int:
    """Make a new key; it and the former sign from the next checkpoint on. Raises ``Stop``."""
    if open_log() is None:
        raise Stop("还没有记录，不用换密钥", "There is no log yet, so no key to replace", 1)
    begun = rotation()
    if begun is not None:
        until = day_of(begun[1] + TERM).isoformat()
        raise Stop(
            f"上次换的密钥还在与旧密钥一同签名；{until} 起用 --finish 结束，再换新的",
            f"The key made last still signs beside the former; end that first, from {until} on, "
            "with --finish",
            1,
        )
    key, former = _taken_over()
    services.begin_takeover(key=key, former=former, at=now())
    _tell(key, out)
    return 0


def finish(out: TextIO) -> int:
    """Take the former key away once its term is over. Raises ``Stop``."""
    begun = rotation()
    if begun is None:
        raise Stop("没有旧密钥在签名", "No former key signs", 1)
    subject, since = begun
    if now() < since + TERM:
        until = day_of(since + TERM).isoformat()
        raise Stop(
            f"两把密钥要一同签满 90 天：{until} 起才能结束",
            f"Both keys sign for at least 90 days: not before {until}",
            1,
        )
    former = keys.former()
    if former is None:
        raise Stop("旧密钥的文件不在", "The file of the former key is gone", 1)
    shard = open_log()
    if shard is None:
        raise Stop("还没有记录，不用换密钥", "There is no log yet, so no key to replace", 1)
    services.end_takeover(
        subject=subject, former=former, origin=shard.origin, note=shard.note, at=now()
    )
    keys.drop_former()
    print("旧密钥已停用，以后只由新密钥签名", file=out)
    print("The former key is gone; the new one signs alone from now on", file=out)
    return 0


def _taken_over() -> tuple[bytes, bytes]:
    try:
        key, former = keys.present(), keys.former()
        if key is not None and former is not None:
            # A run broke off after the files and before the record.
            return key, former
        return keys.take_over()
    except NoKey as lost:
        raise Stop(
            f"密钥文件读不到：{lost}；先把它放回数据文件夹",
            f"The key file {lost} cannot be read: put it back into the data folder first",
        ) from lost


def _tell(key: bytes, out: TextIO) -> None:
    shard = open_log()
    known = [str(each.key) for each in keys.signers(shard.origin)] if shard else []
    print("新密钥已生成，从下一个检查点起两把密钥一同签名，至少 90 天", file=out)
    print(
        "The new key is made; from the next checkpoint on both sign, for 90 days at least",
        file=out,
    )
    print(f"新指纹 new fingerprint  {fingerprint(b64encode(key).decode())}", file=out)
    for line in known:
        print(line, file=out)
    print("把新公钥交给上级、见证方和核对的人；见证方用 anhuan witness watch 加上它", file=out)
    print(
        "Give the new key to the level above, the witnesses and whoever checks; a witness adds it "
        "with anhuan witness watch",
        file=out,
    )
