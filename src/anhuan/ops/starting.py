"""What is looked at before serving: that the tables and the node are this program's."""

from django.conf import settings
from django.db import connection

from anhuan.ops.command import Stop
from anhuan.ops.migrating import missing_migrations
from anhuan.ops.queries import node_name
from anhuan.ops.serving import serve


def start(*, host: str, port: int | None, workers: int, worker: bool) -> int:
    """Check, then serve. Raises ``Stop``."""
    check_tables()
    check_node()
    chosen = port or settings.PORT
    connection.close()
    return serve(
        host,
        chosen,
        workers,
        worker=worker,
        ready=lambda: print(f"http://{host}:{chosen}/", flush=True),
    )


def check_tables() -> None:
    missing = missing_migrations()
    if missing:
        raise Stop(
            f"数据表还不是这个版本的（差 {len(missing)} 步）：先运行 anhuan init",
            f"The tables are not those of this version ({len(missing)} steps missing): "
            "run anhuan init first",
        )


def check_node() -> None:
    """The database must belong to the node that the settings name; an unnamed one may serve."""
    name = node_name()
    if name is not None and name != settings.NODE_NAME:
        raise Stop(
            f"这个数据库属于节点“{name}”：设 ANHUAN_NODE={name}",
            f"This database belongs to the node {name!r}: set ANHUAN_NODE={name}",
        )
