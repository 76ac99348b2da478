"""A process of its own on the node's database: ``build`` makes a town, ``facts`` prints the acts.

``python -m tests.ops.crash_town build|facts``; settings come from the environment.
"""

import json
import sys
from typing import Any

from tests.ops.program import PASSWORD

USERNAME = "chenli"


def build() -> dict[str, str]:
    """A town whose officer can sign in; the site to find things at."""
    from django.conf import settings

    from anhuan.ops.migrating import migrate

    migrate()
    from anhuan.ops.services.nodes import name_node
    from anhuan.people.services import open_account
    from anhuan.rulebook.services import load_seed
    from tests import factories as make
    from tests.modules.cases import town

    load_seed(at=make.START)
    name_node(name=settings.NODE_NAME, at=make.START)
    made = town.build()
    open_account(
        person_id=made.officer.person,
        username=USERNAME,
        password=PASSWORD,
        by=made.officer.person,
        at=make.START,
    )
    return {"site": str(made.site.id)}


def facts() -> list[list[Any]]:
    """(case number, act) of everything recorded."""
    from anhuan.cases.models import Case
    from anhuan.ledger.models import Fact

    numbers = dict(Case.objects.values_list("id", "number"))
    rows = Fact.objects.filter(kind__startswith="case.").values_list("subject", "kind")
    return [[numbers[subject], kind.removeprefix("case.")] for subject, kind in rows]


if __name__ == "__main__":
    from anhuan.config.start import start

    start()
    print(json.dumps({"build": build, "facts": facts}[sys.argv[1]]()))
