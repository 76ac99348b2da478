"""Codes: check characters, parts, findings, and what one wrong character does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel import codes
from anhuan.kernel.codes import BadCode, CodeProblem, DivisionLevel

GOOD = "91440300708461136T"
FIRST_17 = st.text(codes.USCC_ALPHABET, min_size=17, max_size=17)
WELL_FORMED = st.builds(
    lambda registrar, category, division, rest: f"{registrar}{category}{division:06d}{rest}",
    st.sampled_from(sorted(codes.REGISTRARS)),
    st.sampled_from("1239"),
    st.integers(0, 999_999),
    st.text(codes.USCC_ALPHABET, min_size=9, max_size=9),
)


@given(WELL_FORMED)
def test_uscc_with_computed_check_is_accepted(first17: str) -> None:
    assert codes.uscc_problem(first17 + codes.uscc_check(first17)) is None


@given(WELL_FORMED, st.integers(0, 17), st.sampled_from(codes.USCC_ALPHABET))
def test_uscc_with_one_character_changed_is_refused(first17: str, at: int, other: str) -> None:
    code = first17 + codes.uscc_check(first17)
    changed = code[:at] + other + code[at + 1 :]

    found = codes.uscc_problem(changed)

    assert found == (None if changed == code else CodeProblem.CHECK_CHARACTER)


@given(WELL_FORMED, st.integers(0, 15))
def test_uscc_with_neighbours_swapped_is_refused(first17: str, at: int) -> None:
    code = first17 + codes.uscc_check(first17)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert (codes.uscc_problem(swapped) is None) == (swapped == code)


@pytest.mark.parametrize("registrar", sorted(codes.REGISTRARS))
def test_uscc_of_every_registrar_is_accepted(registrar: str) -> None:
    first17 = registrar + "1371702MAC0DE120"

    assert codes.parse_uscc(first17 + codes.uscc_check(first17)).registrar == registrar


def test_uscc_parsed_gives_its_parts() -> None:
    assert codes.parse_uscc("91440300 7084 61136-t") == codes.Uscc(
        code=GOOD,
        registrar="9",
        category="1",
        division="440300",
        organisation="708461136",
        check="T",
        organisation_valid=True,
    )


def test_uscc_with_wrong_organisation_code_inside_says_so() -> None:
    first17 = "91440300708461137"

    parsed = codes.parse_uscc(first17 + codes.uscc_check(first17))

    assert parsed.organisation_valid is False


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CodeProblem.EMPTY),
        (" 　-\t", CodeProblem.EMPTY),
        (GOOD[:17], CodeProblem.LENGTH),
        (GOOD + "0", CodeProblem.LENGTH),
        ("9144030070846113IT", CodeProblem.ALPHABET),
        ("9144030070846113ÄT", CodeProblem.ALPHABET),
        ("914403007084611３7T", CodeProblem.CHECK_CHARACTER),
        ("91440300708461136U", CodeProblem.CHECK_CHARACTER),
        ("91440300l922038216", CodeProblem.LOWER_CASE_L),
        ("91440300L922038216", CodeProblem.CHECK_CHARACTER),
    ],
)
def test_uscc_problem_is_named(text: str, problem: CodeProblem) -> None:
    assert codes.uscc_problem(text) == problem


@pytest.mark.parametrize(
    ("first17", "problem"),
    [("01440300708461136", CodeProblem.REGISTRAR), ("914403A0708461136", CodeProblem.DIVISION)],
)
def test_uscc_with_right_check_but_wrong_part_is_refused(
    first17: str, problem: CodeProblem
) -> None:
    with pytest.raises(BadCode) as caught:
        codes.parse_uscc(first17 + codes.uscc_check(first17))

    assert caught.value.problem == problem


@pytest.mark.parametrize(
    "text",
    [
        "９１４４０３００７０８４６１１３６Ｔ",
        "91440300-708461136–t",
        "\ufeff91440300 708461136T\u200b",
    ],
)
def test_uscc_normalised_drops_width_dashes_and_invisible_characters(text: str) -> None:
    assert codes.normalise_uscc(text) == GOOD


@given(st.text())
def test_normalising_twice_changes_nothing_further(text: str) -> None:
    once = codes.normalise_uscc(text)

    assert codes.normalise_uscc(once) == once


@given(FIRST_17)
def test_uscc_check_makes_the_weighted_sum_divisible_by_31(first17: str) -> None:
    values = [codes.USCC_ALPHABET.index(c) for c in first17 + codes.uscc_check(first17)]

    assert sum(v * pow(3, i, 31) for i, v in enumerate(values[:17])) % 31 == -values[17] % 31


@pytest.mark.parametrize(
    ("body", "problem"),
    [("1" * 16, CodeProblem.LENGTH), ("1" * 16 + "Z", CodeProblem.ALPHABET)],
)
def test_uscc_check_of_a_bad_body_is_refused(body: str, problem: CodeProblem) -> None:
    with pytest.raises(BadCode) as caught:
        codes.uscc_check(body)

    assert caught.value.problem == problem


@given(st.text(codes.ORGANISATION_ALPHABET, min_size=8, max_size=8))
def test_organisation_code_with_computed_check_is_accepted(body: str) -> None:
    check = codes.organisation_check(body)

    assert codes.organisation_problem(body + check) is None
    assert codes.format_organisation(body.lower() + check) == f"{body}-{check}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CodeProblem.EMPTY),
        ("D2143569", CodeProblem.LENGTH),
        ("D214356号-X", CodeProblem.ALPHABET),
        ("D2143569-0", CodeProblem.CHECK_CHARACTER),
        ("D2143569-X", None),
    ],
)
def test_organisation_problem_is_named(text: str, problem: CodeProblem | None) -> None:
    assert codes.organisation_problem(text) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("11010519491231002X", None),
        ("11010519491231002x", None),
        ("", CodeProblem.EMPTY),
        ("110105491231002", CodeProblem.LENGTH),
        ("1101051949123100A1", CodeProblem.ALPHABET),
        ("X10105194912310021", CodeProblem.ALPHABET),
        ("11010519490231002X", CodeProblem.DATE),
        ("110105190002290011", CodeProblem.DATE),
        ("110105000012310010", CodeProblem.DATE),
        ("110105194912310021", CodeProblem.CHECK_CHARACTER),
    ],
)
def test_resident_problem_is_named(text: str, problem: CodeProblem | None) -> None:
    assert codes.resident_problem(text) == problem


@given(
    st.text("0123456789", min_size=17, max_size=17),
    st.integers(0, 16),
    st.sampled_from("0123456789"),
)
def test_resident_checksum_with_one_digit_changed_fails(first17: str, at: int, other: str) -> None:
    check = codes.resident_check(first17)
    changed = first17[:at] + other + first17[at + 1 :]

    assert codes.resident_checksum_ok(changed + check) == (changed == first17)


@pytest.mark.parametrize(
    ("code", "level", "province"),
    [
        ("100000", DivisionLevel.COUNTRY, "10"),
        ("370000", DivisionLevel.PROVINCE, "37"),
        ("370800", DivisionLevel.PREFECTURE, "37"),
        ("370828", DivisionLevel.COUNTY, "37"),
        ("429004", DivisionLevel.COUNTY, "42"),
        ("419000", DivisionLevel.PREFECTURE, "41"),
        ("820000", DivisionLevel.PROVINCE, "82"),
    ],
)
def test_division_has_level_and_province(code: str, level: DivisionLevel, province: str) -> None:
    assert codes.parse_division(code) == codes.Division(code, level, province)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", CodeProblem.EMPTY),
        ("37082", CodeProblem.LENGTH),
        ("37082A", CodeProblem.ALPHABET),
        ("370001", CodeProblem.DIVISION),
        ("990000", CodeProblem.PROVINCE),
    ],
)
def test_division_in_bad_form_is_refused(code: str, problem: CodeProblem) -> None:
    with pytest.raises(BadCode) as caught:
        codes.parse_division(code)

    assert caught.value.problem == problem
