"""Makes the tables of ``rows`` once per session."""

from typing import Any

import pytest
from django.db import connection

from anhuan.base.db import InsertOnly
from anhuan.base.text_index import SearchIndex
from tests.modules.base import rows

STEPS = (
    SearchIndex("base_tests_thing"),
    InsertOnly("base_tests_deed"),
    InsertOnly("base_tests_note", deletable=True),
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in rows.MODELS:
            editor.create_model(model)
        for step in STEPS:
            step.database_forwards("base_tests", editor, None, None)
