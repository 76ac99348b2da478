"""The words of ``anhuan verify``: what can be asked, and what is answered."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

from anhuan.kernel.checkpoint import whole_number
from anhuan.kernel.merkle import LENGTH
from anhuan.kernel.note import BadNote, VerifierKey, decoded, verifier_key
from anhuan.kernel.policy import BadPolicy, Policy, parse_policy
from anhuan.ops.verifier.checking import Counted, Log, Since, Tell, Trust, Wrong, check
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
        "--policy",
        type=_policy,
        metavar="FILE",
        help="见证规则文件（C2SP tlog-policy）：记录和见证方的公钥、要几个确认；代替 --key、"
        "--witness 和 --quorum / a policy file: keys of logs and witnesses, and the quorum; "
        "instead of --key, --witness and --quorum",
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
    if not options.location or not (options.key or options.policy):
        raise Unreadable(
            "要给出记录的位置，并用 --key 给出它的公钥，或用 --policy 给出见证规则文件",
            "name the place of the log, and its key with --key or a policy with --policy",
        )
    trust = _trust(options)
    since = _since(*options.since) if options.since else None
    return told(check(logs_at(options.location), trust, since, tell), out)


def _trust(options: argparse.Namespace) -> Trust:
    policy: Policy | None = options.policy
    if policy is None:
        quorum = options.quorum if options.quorum is not None else min(1, len(options.witness))
        return Trust(tuple(options.key), tuple(options.witness), quorum)
    if options.key or options.witness or options.quorum is not None:
        raise Unreadable(
            "--policy 已经说明信任谁：不要再给 --key、--witness、--quorum",
            "--policy says whom to believe: leave out --key, --witness and --quorum",
        )
    return Trust(policy.log_keys(), policy.witness_keys(), policy=policy)


def told(found: Iterable[Wrong | Log | Counted], out: TextIO) -> int:
    """Print each fault, or what a sound log counts, and the sentence at the end; the exit code."""
    logs: list[Log] = []
    counts: list[Counted] = []
    wrong = 0
    for each in found:
        if isinstance(each, Log):
            logs.append(each)
            continue
        if isinstance(each, Counted):
            counts.append(each)
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
    for line in (*(line for one in counts for line in _counted(one)), *_erased(logs)):
        print(line, file=out)
    entries, confirmed = sum(each.head.size for each in logs), min(one.confirmed for one in logs)
    print(f"记录完好：{names} 的 {entries:,} 条全部与签名相符，{confirmed} 个见证方确认", file=out)
    print(
        f"The record is whole: all {entries:,} entries of {names} are those that were signed, "
        f"confirmed by {confirmed} witnesses",
        file=out,
    )
    return 0


def _erased(logs: Iterable[Log]) -> Iterator[str]:
    erased = sum(each.erased for each in logs)
    if erased:
        yield f"其中 {erased:,} 条的正文已依法删除 / bodies lawfully erased: {erased:,}"


def _counted(one: Counted) -> Iterator[str]:
    """What a log counts; nothing where it holds no obligation and nothing from before."""
    count = one.count
    if count.due or count.withdrawn or count.open:
        yield (
            f"{one.origin}：应办到期 {count.due:,} 项，按期办结 {count.done:,} 项，"
            f"逾期 {count.missed:,} 项（其中后来办结 {count.late:,} 项）；"
            f"撤回 {count.withdrawn:,} 项，未到期 {count.open:,} 项"
        )
        yield (
            f"{one.origin}: {count.due:,} obligations due, {count.done:,} done, "
            f"{count.missed:,} missed ({count.late:,} of them done later); "
            f"{count.withdrawn:,} withdrawn, {count.open:,} not yet due"
        )
    if count.earlier:
        yield f"{one.origin}：另有 {count.earlier:,} 项在更早的记录里开立、在这里了结"
        yield f"{one.origin}: {count.earlier:,} more ended here and were made in an earlier log"
    if count.imported:
        yield f"{one.origin}：{count.imported:,} 条是补录的：只证明录入时是这样，不证明当时就有"
        yield (
            f"{one.origin}: {count.imported:,} entries were taken over from before: they prove "
            "what was entered, not that it was on record at its time"
        )


def _key(text: str) -> VerifierKey:
    try:
        return verifier_key(text)
    except BadNote as wrong:
        raise argparse.ArgumentTypeError(f"不是公钥 / is no key: {wrong}") from None


def _policy(text: str) -> Policy:
    try:
        return parse_policy(Path(text).read_bytes())
    except OSError as error:
        raise argparse.ArgumentTypeError(f"读不到 / cannot be read: {error.strerror}") from None
    except BadPolicy as wrong:
        raise argparse.ArgumentTypeError(f"不是见证规则 / is no policy: {wrong}") from None


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
