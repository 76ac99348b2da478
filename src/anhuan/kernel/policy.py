"""Whom to believe: C2SP tlog-policy. Which logs and witnesses are known, and how many witnesses
make a checkpoint count.

A group counts as having seen a checkpoint when enough of its members have; the quorum is one
witness, one group, or none.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from anhuan.kernel.checkpoint import Confirmed
from anhuan.kernel.note import Algorithm, BadNote, VerifierKey, verifier_key

NONE: Final = "none"
LONGEST: Final = 1 << 18
"""Bytes of a policy at most."""

_BLANK: Final = re.compile("[ \t]+")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_GROUP: Final = 3
_DECIMAL: Final = re.compile("[1-9][0-9]{0,3}", re.ASCII)


class BadPolicy(ValueError):
    """No policy of exact form; the message says in which line and why."""


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and its address where the policy gives one."""

    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """``needed`` of ``members``, names of witnesses and of groups defined before."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The known logs, the witnesses and groups by the policy's own names, and the name of the
    quorum, ``NONE`` where no cosignature is asked for."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group]
    quorum: str

    def log_keys(self) -> tuple[VerifierKey, ...]:
        return tuple(each.key for each in self.logs)

    def witness_keys(self) -> tuple[VerifierKey, ...]:
        return tuple(each.key for each in self.witnesses.values())

    def enough(self, confirmed: Confirmed) -> bool:
        """Whether the witnesses that cosigned are a quorum."""
        known = self.witnesses.items()
        seen = {NONE} | {name for name, each in known if each.key in confirmed.seen}
        for name, group in self.groups.items():
            if sum(member in seen for member in group.members) >= group.needed:
                seen.add(name)
        return self.quorum in seen


def parse_policy(raw: bytes) -> Policy:
    """The policy of these bytes. Raises ``BadPolicy``."""
    if len(raw) > LONGEST or _CONTROL.search(raw) or not raw.endswith(b"\n"):
        raise BadPolicy("is too long, holds a control character or does not end its last line")
    text = raw.decode("utf-8", "surrogateescape")
    reading = _Reading()
    for number, line in enumerate(text[:-1].split("\n"), start=1):
        try:
            reading.take(line.strip(" \t"))
        except ValueError as wrong:
            raise BadPolicy(f"line {number}: {wrong}") from None
    if reading.quorum is None:
        raise BadPolicy("has no quorum")
    return Policy(
        tuple(reading.logs), dict(reading.witnesses), dict(reading.groups), reading.quorum
    )


@dataclass(slots=True)
class _Reading:
    """What the lines so far have defined."""

    logs: list[Party] = field(default_factory=list)
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    quorum: str | None = None

    def take(self, line: str) -> None:
        if not line or line.startswith("#"):
            return
        word, *rest = _BLANK.split(line)
        steps: Mapping[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        if word not in steps:
            raise ValueError("begins with none of log, witness, group, quorum")
        steps[word](rest)

    def _log(self, words: list[str]) -> None:
        # A node may sign the logs of several years with one key: each is known by its name.
        self.logs.append(_party(words, Algorithm.ED25519, self.logs, named=True))

    def _witness(self, words: list[str]) -> None:
        name, *rest = words or [""]
        self._fresh(name)
        self.witnesses[name] = _party(rest, Algorithm.COSIGNATURE, self.witnesses.values())

    def _group(self, words: list[str]) -> None:
        if len(words) < _GROUP:
            raise ValueError("a group has a name, a number and members")
        name, needed, *members = words
        self._fresh(name)
        if not all(map(self._known, members)) or len({*members} - self.members) != len(members):
            raise ValueError("a member is unknown here, or a member twice")
        self.members |= {*members}
        self.groups[name] = Group(_needed(needed, len(members)), tuple(members))

    def _quorum(self, words: list[str]) -> None:
        if self.quorum is not None or len(words) != 1:
            raise ValueError("there is one quorum, one name")
        if words[0] != NONE and not self._known(words[0]):
            raise ValueError("the quorum is not defined before")
        self.quorum = words[0]

    def _fresh(self, name: str) -> None:
        if name in ("", NONE) or self._known(name):
            raise ValueError("a name is missing, taken or none")

    def _known(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups


def _needed(text: str, count: int) -> int:
    if text in ("all", "any"):
        return count if text == "all" else 1
    if not _DECIMAL.fullmatch(text) or int(text) > count:
        raise ValueError("a group needs all, any or a number of its members")
    return int(text)


def _party(
    words: list[str], algorithm: Algorithm, others: Iterable[Party], *, named: bool = False
) -> Party:
    if len(words) not in (1, 2):
        raise ValueError("a key and at most one address are needed")
    try:
        key = verifier_key(words[0])
    except (BadNote, UnicodeEncodeError):
        raise ValueError("is no verifier key") from None
    if key.algorithm != algorithm:
        raise ValueError(f"the key is not of type {algorithm:02x}")
    if any(other.key == key if named else other.key.key == key.key for other in others):
        raise ValueError("the same key stands twice")
    return Party(key, *words[1:])
