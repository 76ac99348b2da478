"""Each change of a table has its migration."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def test_no_model_change_lacks_a_migration() -> None:
    with translation.override(None):  # a migration is written with the untranslated words
        changes = _changes()

    assert changes == set()


def _changes() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("anhuan.")}

    return {
        f"{app}: {operation.describe()}"
        for app, migrations in detector.changes(graph=loader.graph).items()
        if app in ours
        for migration in migrations
        for operation in migration.operations
    }
