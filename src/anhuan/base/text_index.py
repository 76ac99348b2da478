"""Full-text search that finds Chinese words of one, two and more characters.

A text is cut into units: a run of ASCII letters, a run of ASCII digits, or one other letter such
as a Chinese character. Characters that follow each other are indexed as overlapping pairs, the
last one of a run also alone, so each character begins exactly one token. A query word then is a
phrase of tokens and finds exactly the texts that contain it; its last token may be a beginning.
Tokens are ASCII, so that no database's own idea of words comes in between.

A model has ``search = SearchField()``, its migration ``SearchIndex(table, "search")``; a row
gets plain text, a list ``matching(queryset, query)``.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Row = TypeVar("Row", bound=models.Model)

MOST_UNITS: Final = 10_000  # tsvector counts positions up to 16,383
LONGEST: Final = 64  # of a run of letters or digits
MOST_WORDS: Final = 8
_UNIT: Final = re.compile(r"(?P<w>[a-z]+)|(?P<n>[0-9]+)|(?P<c>[^\W_])")
_PLACED: Final = re.compile(r"'([^']*)':([0-9,]+)")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def bigrams(text: str) -> str:
    """The tokens of ``text`` in order, separated by spaces."""
    return " ".join(_tokens(_units(text)))


def matching(
    queryset: models.QuerySet[Row], query: str, field: str = "search"
) -> models.QuerySet[Row]:
    """The rows whose text contains every word of ``query``; a blank query leaves all rows."""
    return queryset.filter(**{f"{field}__matches": query}) if query.strip() else queryset


def _units(text: str) -> list[tuple[str, str]]:
    """(class, unit) pairs; class ``b`` is a break, ``w`` letters, ``n`` digits, ``c`` one char."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    units: list[tuple[str, str]] = []
    end = 0
    for match in _UNIT.finditer(folded):
        if match.start() > end:
            units.append(("b", ""))
        units.append((match.lastgroup or "", match[0][:LONGEST]))
        end = match.end()
        if len(units) >= MOST_UNITS:
            break
    return units[:MOST_UNITS]


def _tokens(units: Sequence[tuple[str, str]]) -> list[str]:
    tokens: list[str] = []
    for (kind, unit), (next_kind, next_unit) in pairwise([*units, ("b", "")]):
        if kind == "c":
            tokens.append("c" + _code(unit) + (_code(next_unit) if next_kind == "c" else ""))
        elif kind != "b":
            tokens.append(kind + unit)
    return tokens


@lru_cache(maxsize=16_384)
def _code(character: str) -> str:
    """Four base-36 digits: wide enough for every character, so no code begins another."""
    point = ord(character)
    code = ""
    for _ in range(4):
        point, digit = divmod(point, 36)
        code = _DIGITS[digit] + code
    return code


def phrases(query: str) -> list[list[str]]:
    """For each word of ``query`` its tokens; one that ends in ``*`` stands for its beginnings.

    At most 8 words count. A query without a letter or digit has no words.
    """
    found: list[list[str]] = []
    for word in query.split():
        units = _units(word)
        tokens = _tokens(units)
        if "".join(kind for kind, _ in units).rstrip("b").endswith("cc"):
            tokens.pop()  # the last pair already holds the last character
        elif tokens:
            tokens[-1] += "*"
        if tokens:
            found.append(tokens)
    return found[:MOST_WORDS]


class Indexed(str):
    """A value as the database holds it: already cut into tokens."""


class SearchField(models.Field):  # type: ignore[type-arg]
    """The tokens of a text: ``tsvector`` on PostgreSQL, text beside an FTS5 table on SQLite."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", "")
        options["editable"] = False
        super().__init__(*args, **options)

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Indexed(value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or isinstance(value, Indexed) or hasattr(value, "as_sql"):
            return value
        tokens = bigrams(str(value))
        return _vector(tokens.split()) if connection.vendor == "postgresql" else tokens

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


@SearchField.register_lookup
class Matches(models.Lookup):
    """``search__matches=query``: the text contains every word of the query."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        words = phrases(str(self.rhs))
        if not words:
            raise EmptyResultSet
        left, params = compiler.compile(self.lhs)
        if connection.vendor == "postgresql":
            query = " & ".join(f"({_tsquery(tokens)})" for tokens in words)
            sql = f"{left} @@ %s::tsquery"
            if "*" not in query:
                return sql, [*params, query]
            # PostgreSQL takes a beginning to match half a percent at least, and would rather
            # read the whole list in order than use the index; said twice, it believes us.
            return f"({sql} AND {sql})", [*params, query, *params, query]
        query = " AND ".join(_match(tokens) for tokens in words)
        table, column = self.lhs.target.model._meta.db_table, self.lhs.target.column
        key = compiler.quote_name_unless_alias(self.lhs.target.model._meta.pk.column)
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        index = f"{table}_{column}"
        return (
            f"{alias}.{key} IN (SELECT owner FROM {index}_owner WHERE number IN "
            f"(SELECT rowid FROM {index}_fts WHERE {index}_fts MATCH %s))",
            [query],
        )


def _vector(tokens: Sequence[str]) -> str:
    """The tsvector: tokens with their positions, and each character once without one.

    A search for one character so asks for one token, and PostgreSQL knows how common it is; of
    a beginning it only guesses.
    """
    places = [f"'{token}':{at}" for at, token in enumerate(tokens, 1)]
    singles = {f"'u{token[1:5]}'" for token in tokens if token[0] == "c"}
    return " ".join([*places, *sorted(singles)])


def tokens_in(held: str) -> str:
    """The tokens in order, separated by spaces, of a value as either database holds it."""
    placed = _PLACED.findall(held)
    if not placed:
        return str(held)
    places = [(int(at), token) for token, ats in placed for at in ats.split(",")]
    return " ".join(token for _, token in sorted(places))


def held(tokens: str) -> Indexed:
    """The value of ``tokens_in`` as the present database holds it."""
    return Indexed(_vector(tokens.split()) if connection.vendor == "postgresql" else tokens)


def _tsquery(tokens: Sequence[str]) -> str:
    if len(tokens) == 1 and tokens[0][0] == "c" and tokens[0][-1] == "*":
        return f"'u{tokens[0][1:5]}'"
    quoted = (f"'{token}'" if token[-1] != "*" else f"'{token[:-1]}':*" for token in tokens)
    return " <-> ".join(quoted)


def _match(tokens: Sequence[str]) -> str:
    phrase = " ".join(tokens)
    return f'"{phrase[:-1]}" *' if phrase[-1] == "*" else f'"{phrase}"'


class SearchIndex(Operation):
    """Migration step: the index of a ``SearchField``.

    On SQLite it is kept by triggers, and Django rebuilds a table there when one of its columns
    changes: repeat this step after such a change, as ``rebuilt``, which leaves PostgreSQL alone.
    It may be run again at any time.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, column: str = "search", key: str = "id", rebuilt: bool = False
    ) -> None:
        self.table = table
        self.column = column
        self.key = key
        self.rebuilt = rebuilt

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        options = {"rebuilt": True} if self.rebuilt else {}
        return (type(self).__qualname__, [self.table, self.column, self.key], options)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are the same with and without the index."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        if postgresql and self.rebuilt:
            return
        for sql in _POSTGRESQL if postgresql else _SQLITE:
            schema_editor.execute(self._fill(sql), params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if self.rebuilt:
            return
        postgresql = schema_editor.connection.vendor == "postgresql"
        for sql in _POSTGRESQL[:1] if postgresql else _SQLITE_DROP:
            schema_editor.execute(self._fill(sql), params=None)

    def describe(self) -> str:
        return f"Index the text of {self.table}.{self.column}"

    def _fill(self, sql: str) -> str:
        names = {"T": self.table, "C": self.column, "K": self.key}
        return re.sub(r"<([TCK])>", lambda match: names[match[1]], sql)


class PartialSearchIndex(Operation):
    """Migration step: on PostgreSQL one more index of a ``SearchField``, over the few rows of
    ``where`` that most searches are about. SQLite does without."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, name: str, where: str, column: str = "search") -> None:
        self.table = table
        self.name = name
        self.where = where
        self.column = column

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        options = {} if self.column == "search" else {"column": self.column}
        return (type(self).__qualname__, [self.table, self.name, self.where], options)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are the same with and without the index."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            # What waits to be sorted in is read by each search, so not much of it may wait.
            sql = (
                f"CREATE INDEX {self.name} ON {self.table} USING gin ({self.column}) "
                f"WITH (fastupdate = on, gin_pending_list_limit = 128) WHERE {self.where}"
            )
            schema_editor.execute(sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.name}", params=None)

    def describe(self) -> str:
        return f"Index the text of some rows of {self.table}"


_POSTGRESQL: Final = (
    "DROP INDEX IF EXISTS <T>_<C>_gin",
    # Without the pending list a search costs the same right after a load as the next day.
    "CREATE INDEX <T>_<C>_gin ON <T> USING gin (<C>) WITH (fastupdate = off)",
    # Rare words must be known to be rare, or the whole list is read in order to find none.
    "ALTER TABLE <T> ALTER COLUMN <C> SET STATISTICS 500",
)

_SQLITE_DROP: Final = (
    "DROP TRIGGER IF EXISTS <T>_<C>_insert",
    "DROP TRIGGER IF EXISTS <T>_<C>_update",
    "DROP TRIGGER IF EXISTS <T>_<C>_delete",
    "DROP TABLE IF EXISTS <T>_<C>_fts",
    "DROP TABLE IF EXISTS <T>_<C>_owner",
)

_ADD: Final = (
    "INSERT INTO <T>_<C>_owner (owner) VALUES (new.<K>) ON CONFLICT DO NOTHING; "
    "INSERT INTO <T>_<C>_fts (rowid, tokens) "
    "SELECT number, new.<C> FROM <T>_<C>_owner WHERE owner = new.<K>; "
)
_TAKE: Final = (
    "INSERT INTO <T>_<C>_fts (<T>_<C>_fts, rowid, tokens) "
    "SELECT 'delete', number, old.<C> FROM <T>_<C>_owner WHERE owner = old.<K>; "
)

_SQLITE: Final = (
    *_SQLITE_DROP,
    "CREATE TABLE <T>_<C>_owner (number INTEGER PRIMARY KEY, owner NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE <T>_<C>_fts USING fts5 "
    "(tokens, content = '', columnsize = 0, tokenize = 'ascii')",
    "INSERT INTO <T>_<C>_owner (owner) SELECT <K> FROM <T>",
    "INSERT INTO <T>_<C>_fts (rowid, tokens) SELECT <T>_<C>_owner.number, <T>.<C> FROM <T> "
    "JOIN <T>_<C>_owner ON <T>_<C>_owner.owner = <T>.<K>",
    f"CREATE TRIGGER <T>_<C>_insert AFTER INSERT ON <T> BEGIN {_ADD} END",
    f"CREATE TRIGGER <T>_<C>_update AFTER UPDATE OF <C> ON <T> WHEN old.<C> <> new.<C> "
    f"BEGIN {_TAKE} {_ADD} END",
    f"CREATE TRIGGER <T>_<C>_delete AFTER DELETE ON <T> BEGIN {_TAKE} "
    "DELETE FROM <T>_<C>_owner WHERE owner = old.<K>; END",
)
