"""What is key and the fields of deputies are read from data, or refused."""

import pytest

from anhuan.kernel.duty import Capacity
from anhuan.kernel.sponsoring import (
    Domain,
    KeyRule,
    Sort,
    field_code,
    field_rule,
    key_rule,
)


def test_ground_of_sites_is_read_whole():
    value = {"of": "site", "as": ["sponsor"], "risks": ["major"], "tags": ["重点"], "source": True}

    assert key_rule(value) == KeyRule(
        sort=Sort.SITE,
        capacities=(Capacity.SPONSOR,),
        risks=("major",),
        tags=("重点",),
        source=True,
    )


@pytest.mark.parametrize(
    "value",
    [
        {"of": "site", "as": ["sponsor"]},
        {"of": "site", "as": [], "risks": ["major"]},
        {"of": "site", "as": ["head"], "risks": ["major"]},
        {"of": "area", "as": ["sponsor"]},
        {"of": "area", "as": ["sponsor"], "levels": ["community"], "risks": ["major"]},
        {"of": "task", "as": ["sponsor"], "levels": ["city"]},
        {"of": "site", "as": ["sponsor"], "tags": "重点"},
        {"of": "site", "as": ["sponsor"], "tags": [""]},
        {"of": "site", "as": ["sponsor"], "tags": ["重"] * 21},
        {"of": "planet", "as": ["sponsor"]},
    ],
)
def test_ground_that_says_nothing_or_too_much_is_refused(value):
    with pytest.raises(ValueError, match=r"as|of|list|Sort"):
        key_rule(value)


def test_field_is_of_one_domain_and_of_known_levels():
    found = field_rule({"domain": "environment", "levels": ["city", "street"]})

    assert (found.domain, found.levels) == (Domain.ENVIRONMENT, ("city", "street"))


@pytest.mark.parametrize(
    "value",
    [
        {"domain": "peace", "levels": ["city"]},
        {"domain": "safety", "levels": []},
        {"domain": "safety", "levels": ["cell"]},
    ],
)
def test_field_of_no_level_or_domain_is_refused(value):
    with pytest.raises(ValueError, match=r"levels|Domain"):
        field_rule(value)


@pytest.mark.parametrize("code", ["", "a" * 17, "消防"])
def test_code_that_no_charge_can_carry_is_refused(code):
    with pytest.raises(ValueError, match="code"):
        field_code(code)
