"""The tables of GB 18218: what they say of a chemical by name, number and class."""

from fractions import Fraction
from typing import Any

import pytest

from anhuan.kernel.hazard_table import (
    LookupProblem,
    NotListed,
    cas_ok,
    hazard_rule,
    look_up,
    named_beta,
    of_class,
    of_mixture,
    plain_name,
)
from anhuan.ops.vector_kinds.seeded import seeded
from tests.kernel.standards import TABLES

BETAS = {
    "一氧化碳": 2,
    "二氧化硫": 2,
    "氨": 2,
    "环氧乙烷": 2,
    "氯化氢": 3,
    "溴甲烷": 3,
    "氯": 4,
    "硫化氢": 5,
    "氟化氢": 5,
    "二氧化氮": 10,
    "氰化氢": 10,
    "碳酰氯": 20,
    "磷化氢": 20,
    "异氰酸甲酯": 20,
}
CLASSES = """
J1 5 4, J2 50 1, J3 50 2, J4 50 2, J5 500 1, W1.1 1 2, W1.2 10 2, W1.3 50 2, W2 10 1.5, W3 150 1,
W4 50 1, W5.1 10 1.5, W5.2 50 1, W5.3 1000 1, W5.4 5000 1, W6.1 10 1.5, W6.2 50 1, W7.1 10 1.5,
W7.2 50 1, W8 50 1, W9.1 50 1, W9.2 200 1, W10 200 1, W11 200 1
"""
TRIPLES = [row.split() for row in CLASSES.split(",")]


def test_table_has_85_rows_each_found_by_its_name() -> None:
    found = [look_up(TABLES, name=row.name) for row in TABLES.named]

    assert [one.row for one in found] == list(TABLES.named)
    assert len(found) == 85


@pytest.mark.parametrize(("code", "critical", "beta"), TRIPLES)
def test_class_has_its_quantity_and_factor(code: str, critical: str, beta: str) -> None:
    found = of_class(TABLES, code)

    assert (found.critical, found.beta) == (Fraction(critical), Fraction(beta))
    assert len(TRIPLES) == len(TABLES.classes)


@pytest.mark.parametrize("name", sorted(BETAS))
def test_gas_named_by_table_3_has_its_own_factor(name: str) -> None:
    assert named_beta(TABLES, name) == BETAS[name]
    assert len(TABLES.betas) == len(BETAS)


def test_factor_of_table_3_goes_before_that_of_the_class() -> None:
    assert look_up(TABLES, name="氯", classes=["J3"]).beta == 4
    assert look_up(TABLES, name="碳酰氯(光气)").beta == 20
    assert look_up(TABLES, name="氯化氢（无水）").beta == 3
    assert look_up(TABLES, name="苯", classes=["W5.3"]).beta == 1
    assert look_up(TABLES, name="苯").beta is None


@pytest.mark.parametrize(
    ("name", "number", "critical"),
    [
        ("液氨", 1, "10"),
        ("光气", 6, "0.3"),
        ("tdi", 23, "100"),
        (" 汽 油 ", 66, "200"),
        ("硝化纤维素（含氮≤12.6%）", 40, "50"),
        ("硝化纤维素(干的或含水(或乙醇)＜25%)", 37, "1"),
        ("异氰酸甲酯", 30, "0.75"),
    ],
)
def test_name_is_found_however_it_is_typed(name: str, number: int, critical: str) -> None:
    found = look_up(TABLES, name=name)

    assert found.row is not None
    assert (found.row.number, found.critical) == (number, Fraction(critical))


@pytest.mark.parametrize(("cas", "number"), [("7664-41-7", 1), ("8006-14-2", 49), ("74-98-6", 52)])
def test_number_finds_a_row_where_the_name_does_not(cas: str, number: int) -> None:
    found = look_up(TABLES, name="罐区物料", cas=cas)

    assert found.row is not None
    assert (found.row.number, found.cas_differs) == (number, False)


def test_name_listed_under_another_number_is_marked() -> None:
    assert look_up(TABLES, name="氨", cas="7782-50-5").cas_differs is True


@pytest.mark.parametrize(("cas", "rows"), [("9004-70-0", 6), ("6484-52-2", 2)])
def test_number_shared_by_different_rows_settles_nothing(cas: str, rows: int) -> None:
    with pytest.raises(NotListed) as refused:
        look_up(TABLES, cas=cas)

    assert (refused.value.problem, len(refused.value.rows)) == (LookupProblem.AMBIGUOUS, rows)


@pytest.mark.parametrize(
    ("name", "rows"),
    [("甲醛", 1), ("硝酸", 1), ("硝化纤维素", 5), ("硝酸铵", 2), ("水", 0), ("", 0)],
)
def test_name_without_its_condition_is_not_taken_for_the_row(name: str, rows: int) -> None:
    with pytest.raises(NotListed) as refused:
        look_up(TABLES, name=name)

    assert (refused.value.problem, len(refused.value.rows)) == (LookupProblem.UNKNOWN, rows)


def test_of_several_classes_the_lowest_quantity_counts_and_the_highest_factor() -> None:
    found = look_up(TABLES, name="柴油", classes=["W5.4", "w5.1", "J4"])

    assert (found.critical, found.beta, found.by_class, found.row) == (10, 2, "W5.1", None)


def test_table_1_goes_before_table_2() -> None:
    found = look_up(TABLES, name="甲醇", classes=["W5.1"])

    assert (found.critical, found.by_class) == (500, None)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"cas": "7664-41-8"}, LookupProblem.BAD_CAS),
        ({"cas": "7664417"}, LookupProblem.BAD_CAS),
        ({"classes": ["W5"]}, LookupProblem.BAD_CLASS),
        ({"classes": [""]}, LookupProblem.BAD_CLASS),
    ],
    ids=["check-digit", "form", "class", "empty"],
)
def test_number_or_class_that_is_none_is_refused(
    more: dict[str, Any], problem: LookupProblem
) -> None:
    with pytest.raises(NotListed) as refused:
        look_up(TABLES, name="氨", **more)

    assert refused.value.problem is problem


def test_mixture_of_the_same_class_counts_as_the_pure_substance() -> None:
    pure = look_up(TABLES, name="苯", classes=["W5.3"])

    same = of_mixture(TABLES, pure, pure_classes=["W5.3"], classes=["W5.3"])
    other = of_mixture(TABLES, pure, pure_classes=["W5.3"], classes=["W5.4"])

    assert (same.critical, other.critical, other.row) == (50, 5000, None)


@pytest.mark.parametrize(
    ("text", "right"), [("50-00-0", True), ("50-00-1", False), ("٥٠-00-0", False), ("", False)]
)
def test_check_digit_of_a_number(text: str, right: bool) -> None:
    assert cas_ok(text) is right


def test_brackets_and_signs_are_compared_alike() -> None:
    assert plain_name("硝化纤维素［含乙醇≥25％］") == plain_name("硝化纤维素(含乙醇>=25%)")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("named", [{"number": 1, "name": "氨", "cas": ["7664-41-8"], "critical": 10}]),
        ("named", [{"number": 1, "name": "氨", "cas": [], "critical": 0}]),
        ("named", [{"number": 1, "name": "氨", "cas": [], "critical": 1.5}]),
        ("named", [{"number": 1, "name": "氨", "cas": [], "critical": 1}] * 2),
        ("exposure", [{"persons": 1, "alpha": 1}]),
        ("exposure", [{"persons": 0, "alpha": 1}, {"persons": 1, "alpha": 1}]),
        ("levels", [{"name": "一级", "least": 100}]),
        ("classes", {"J1": {"meaning": "", "critical": 1, "beta": 1}}),
        ("edition", ""),
    ],
    ids=["cas", "zero", "float", "twice", "persons", "order", "levels", "class", "edition"],
)
def test_tables_by_which_nothing_could_be_found_are_refused(name: str, value: Any) -> None:
    shipped = seeded("hazard_sources")[0]["value"]

    with pytest.raises(ValueError, match=r"cas|amount|named|exposure|levels|text"):
        hazard_rule(shipped | {name: value})
