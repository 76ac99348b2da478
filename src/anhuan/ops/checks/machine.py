"""The tables, the triggers, the queue, the disk."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import CharField
from django.db.models.functions import Length

from anhuan.base import jobs as queue
from anhuan.base.clock import now
from anhuan.base.db import InsertOnly, triggers
from anhuan.base.text_index import SearchIndex
from anhuan.ops.checks.finding import Context, Finding
from anhuan.ops.migrating import missing_migrations
from anhuan.ops.queries import node_name
from anhuan.ops.tables import our_models

LATE: Final = timedelta(minutes=10)
SCARCE: Final = 2 * 1024**3
NONE_LEFT: Final = 200 * 1024**2


def migrations(context: Context) -> Iterator[Finding]:
    for name in missing_migrations():
        yield Finding(check="migrations", subject=name, what="没有执行 / not applied")


def node(context: Context) -> Iterator[Finding]:
    name = node_name()
    if name is None:
        yield Finding(
            check="node", subject=settings.NODE_NAME, what="没有登记 / not recorded", note=True
        )
    elif name != settings.NODE_NAME:
        what = f"ANHUAN_NODE={settings.NODE_NAME}"
        yield Finding(check="node", subject=name, what=what)


def database(context: Context) -> Iterator[Finding]:
    """What SQLite can say of its own file; PostgreSQL checks pages and keys as it goes."""
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(100)")
        for (what,) in cursor.fetchall():
            if what != "ok":
                yield Finding(check="database", subject="integrity", what=str(what))
        cursor.execute("PRAGMA foreign_key_check")
        while row := cursor.fetchone():
            yield Finding(check="database", subject=str(row[0]), what=f"row {row[1]} → {row[2]}")


def lengths(context: Context) -> Iterator[Finding]:
    """SQLite keeps texts of any length; what is too long would not move to PostgreSQL."""
    if connection.vendor == "postgresql":
        return
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and field.max_length and not field.remote_field:
                long = model._default_manager.annotate(_size=Length(field.attname))
                count = long.filter(_size__gt=field.max_length).count()
                if count:
                    yield Finding(
                        check="lengths",
                        subject=f"{model._meta.label}.{field.name}",
                        what=f"{count} 行超过 {field.max_length} 字 / rows are longer",
                    )


def triggers_present(context: Context) -> Iterator[Finding]:
    for name in sorted(expected_triggers() - triggers()):
        yield Finding(check="triggers", subject=name, what="没有 / missing")


def expected_triggers() -> frozenset[str]:
    """The triggers that the migrations make on this database."""
    sqlite = connection.vendor != "postgresql"
    found: set[str] = set()
    for migration in MigrationLoader(None).disk_migrations.values():
        for step in migration.operations:
            if isinstance(step, InsertOnly):
                found |= {f"insert_only_{step.table}_{event}" for event in _events(step, sqlite)}
            elif isinstance(step, SearchIndex) and sqlite:
                name = f"{step.table}_{step.column}"
                found |= {f"{name}_{event}" for event in ("insert", "update", "delete")}
    return frozenset(found)


def _events(step: InsertOnly, sqlite: bool) -> tuple[str, ...]:
    if step.deletable:
        return ("update",)
    return ("update", "delete") if sqlite else ("update", "delete", "truncate")


def disk(context: Context) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < SCARCE:
        what = f"只剩 {free // 1024**2} MB / MB left"
        subject = str(settings.DATA_DIR)
        yield Finding(check="disk", subject=subject, what=what, note=free >= NONE_LEFT)


def jobs(context: Context) -> Iterator[Finding]:
    for job in queue.dead_letters(limit=10_000):
        what = f"{job.tries} 次后放弃 / given up: {job.error[:200]}"
        yield Finding(check="jobs", subject=f"{job.function} {job.pk}", what=what)
    at = now()
    oldest = queue.depth(at).oldest_due_at
    if oldest is not None and oldest < at - LATE:
        yield Finding(
            check="jobs",
            subject=oldest.isoformat(timespec="seconds"),
            what="到点的任务没有人做，后台进程在运行吗 / due and not done: is a worker running?",
            note=True,
        )
