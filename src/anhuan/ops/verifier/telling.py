"""The words of ``anhuan verify``: what can be asked, and what is answered."""

import argparse
from collections.abc import Iterable
from typing import Final, TextIO

from anhuan.kernel.checkpoint import whole_number
from anhuan.kernel.merkle import LENGTH
from anhuan.kernel.note import BadNote, VerifierKey, decoded, verifier_key
from anhuan.ops.verifier.checking import Log, Since, Tell, Trust, Wrong, check
from anhuan.ops.verifier.places import Unreadable, logs_at

MOST: Final = 1_000
"""Faults that are named; the rest are counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "location",
        nargs="?",
        metavar="LOCATION",
        help="记录所在的文件夹或网址 / folder or http(s) address of the log",
    )
    add(
        "--key",
        action="append",
        default=[],
        type=_key,
        metavar="VKEY",
        help="记录的公钥，可多次；要从别处得到，不能取自记录旁边 / key of the log, may be "
        "repeated; from another source than the log itself",
    )
    add(
        "--witness",
        action="append",
        default=[],
        type=_key,
        metavar="VKEY",
        help="见证方的公钥，可多次 / key of a witness, may be repeated",
    )
    add(
        "--quorum",
        type=_count,
        metavar="N",
        help="至少几个见证方确认；给了见证方时默认 1 / how many witnesses must have confirmed; 1 "
        "where any is given",
    )
    add(
        "--since",
        nargs=2,
        metavar=("SIZE", "ROOT"),
        help="从前见过的条数和根（检查点的第二、三行）/ size and root seen before: lines 2 and 3 "
        "of a checkpoint kept elsewhere",
    )


def verify(options: argparse.Namespace, out: TextIO, tell: Tell) -> int:
    """Check and say what was found: 0 sound, 1 not. Raises ``Unreadable`` where nothing can be
    said: no keys, no such place, no answer."""
    if not options.location or not options.key:
        raise Unreadable(
            "要给出记录的位置，并用 --key 给出它的公钥",
            "name the place of the log, and its key with --key",
        )
    quorum = options.quorum if options.quorum is not None else min(1, len(options.witness))
    trust = Trust(tuple(options.key), tuple(options.witness), quorum)
    since = _since(*options.since) if options.since else None
    return told(check(logs_at(options.location), trust, since, tell), out)


def told(found: Iterable[Wrong | Log], out: TextIO) -> int:
    """Print each fault and the sentence at the end; the exit code."""
    logs: list[Log] = []
    wrong = 0
    for each in found:
        if isinstance(each, Log):
            logs.append(each)
            continue
        wrong += 1
        if wrong <= MOST:
            print(f"不对 wrong  {each.where}: {each.chinese} / {each.english}", file=out)
    if wrong > MOST:
        print(f"{wrong - MOST:,} 处未列出 / more", file=out)
    names = "、".join(each.head.origin for each in logs) or "?"
    if wrong:
        print(f"记录不可信：{names}，{wrong:,} 处不对", file=out)
        print(f"The record is not to be trusted: {names}, {wrong:,} faults", file=out)
        return 1
    entries, confirmed = sum(each.head.size for each in logs), min(one.confirmed for one in logs)
    print(f"记录完好：{names} 的 {entries:,} 条全部与签名相符，{confirmed} 个见证方确认", file=out)
    print(
        f"The record is whole: all {entries:,} entries of {names} are those that were signed, "
        f"confirmed by {confirmed} witnesses",
        file=out,
    )
    return 0


def _key(text: str) -> VerifierKey:
    try:
        return verifier_key(text)
    except BadNote as wrong:
        raise argparse.ArgumentTypeError(f"不是公钥 / is no key: {wrong}") from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f"不是数 / is no number: {text}")
    return int(text)


def _since(size: str, root: str) -> Since:
    try:
        kept = Since(whole_number(size), decoded(root))
    except BadNote:
        raise _no_since() from None
    if len(kept.root) != LENGTH:
        raise _no_since()
    return kept


def _no_since() -> Unreadable:
    return Unreadable(
        "--since 要条数和根，即从前的检查点的第二行和第三行",
        "--since takes size and root: lines 2 and 3 of a checkpoint of before",
    )
