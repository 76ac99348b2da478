"""The tables of this version, in every database of the node."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    """Bring all tables up to date."""
    call_command("migrate", interactive=False, verbosity=0)
    for app, alias in settings.APART.items():
        call_command("migrate", app, database=alias, interactive=False, verbosity=0)


def missing_migrations() -> list[str]:
    """Migrations of the program that a database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for app, alias in settings.APART.items():
        apart = MigrationExecutor(connections[alias])
        plan += apart.migration_plan(apart.loader.graph.leaf_nodes(app))
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
