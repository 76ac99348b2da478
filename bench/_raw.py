"""The raw limit of a closed loop: the same rows by a plain client with prepared statements."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Any
from uuid import UUID

import _bed

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Script:
    """What one loop wrote, transaction by transaction, and which keys were new in it."""

    transactions: tuple[tuple[tuple[str, tuple[Any, ...]], ...], ...]
    fresh: frozenset[UUID]
    number: str

    @property
    def statements(self) -> int:
        return sum(len(each) for each in self.transactions)

    @property
    def commits(self) -> int:
        return len(self.transactions)


class _Own:
    """A client of the program in this process, in the shape of ``loops.Link``."""

    def __init__(self) -> None:
        from django.test import Client

        self.http = Client(SERVER_NAME="localhost")
        self.written: list[list[tuple[str, tuple[Any, ...]]]] = []
        self.number = ""

    def send(self, path: str, key: str, body: bytes, kind: str = "application/json") -> Any:
        from django.db import connection

        self.written.append([])
        with connection.execute_wrapper(self._note):
            answer = self.http.generic(
                "POST",
                f"/api/v1{path}",
                body,
                content_type=kind,
                headers={"Authorization": f"Bearer {key}"},
            )
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path}: {answer.content.decode()}")
        found = answer.json()
        self.number = found.get("number", "")
        return found

    def act(self, number: str, action: str, key: str, tickets: Sequence[str], **given: Any) -> Any:
        import json

        body = json.dumps({"given": given, "exhibits": list(tickets)}).encode()
        return self.send(f"/cases/{number}/acts/{action}", key, body)

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        from anhuan.base.rows import NEXT

        if sql.lstrip().upper().startswith(WRITES):
            values = iter(params or ())
            for each in sql.split(NEXT):
                taken = tuple(islice(values, each.count("%s")))
                self.written[-1].append((each, taken))
        return execute(sql, params, many, context)


def script_of(keys: Any, picture: Callable[[int], bytes], loop: Any, with_photo: Any) -> Script:
    """Play one loop in this process and keep what it wrote. The loop before it is for what only
    the first request of a day writes."""
    from django.db import connection

    own = _Own()
    mine = with_photo(own, keys, picture(5))
    loop(own, mine)
    known = _keys(own.written)
    own.written.clear()
    loop(own, mine)
    connection.close()
    return Script(
        transactions=tuple(tuple(each) for each in own.written),
        fresh=frozenset(_keys(own.written) - known),
        number=own.number,
    )


def _keys(written: Sequence[Sequence[tuple[str, tuple[Any, ...]]]]) -> set[UUID]:
    """Every identifier among the parameters, those inside texts excepted."""
    values = (value for each in written for _, params in each for value in params)
    return {value for value in values if isinstance(value, UUID)}


def play(url: str, script: Script, mine: int, seconds: float, start: Any, counts: Any) -> None:
    """Repeat the script with new keys until the time is over. Runs in a process of its own."""
    import psycopg

    with psycopg.connect(_bed.plain(url), prepare_threshold=0, autocommit=True) as link:
        cursor, done = link.cursor(), 0
        for _ in range(3):
            _loop(link, cursor, script)
        start.wait(60)
        end = monotonic() + seconds
        while monotonic() < end:
            _loop(link, cursor, script)
            done += 1
        counts[mine] = done


def _loop(link: Any, cursor: Any, script: Script) -> None:
    new: dict[Any, Any] = {key: uuid.uuid4() for key in script.fresh}
    new[script.number] = f"C-{uuid.uuid4().hex[:20]}"
    texts = {str(key): str(value) for key, value in new.items() if isinstance(key, UUID)}
    for transaction in script.transactions:
        with ExitStack() as stack:
            stack.enter_context(link.transaction())
            for sql, params in transaction:
                cursor.execute(sql, [_renewed(value, new, texts) for value in params])


def _renewed(value: Any, new: dict[Any, Any], texts: dict[str, str]) -> Any:
    """The same value under the new keys; a notice's key holds the case's as text."""
    if isinstance(value, UUID) or (isinstance(value, str) and len(value) < 25):
        return new.get(value, value)
    if isinstance(value, str) and ":" in value:
        head, sep, rest = value.partition(":")
        key, _, version = rest.partition(":")
        if key in texts:
            return f"{head}{sep}{texts[key]}:{version}"
    return value
