"""The matrix of departments: every category of GB/T 4754 in both columns, or it says where not."""

import pytest

from anhuan.kernel.certify import competent
from anhuan.kernel.industries import categories, prefixes
from anhuan.rulebook.queries import answering_at
from anhuan.rulebook.services import load_seed
from tests import factories as make

pytestmark = pytest.mark.django_db

NOBODYS = {"T", "97"}
"""International organisations: the rule says that no department has them."""


@pytest.mark.parametrize("subject", ["safety", "environment"])
def test_every_category_has_a_department_or_the_rule_says_none(subject: str) -> None:
    load_seed(at=make.START)
    rules = answering_at(make.AT, known_at=make.AT).departments

    unsaid = [
        code
        for code in categories()
        if not any((subject, each) in rules for each in prefixes(code))
    ]
    none = {code for code in categories() if competent(rules, code, subject) is None}

    assert unsaid == []
    assert none == NOBODYS
