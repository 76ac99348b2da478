"""Risk grading: bands at their edges, versions, refused inputs, direct-to-red."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel import risk
from anhuan.kernel.risk import (
    Assessment,
    BadInput,
    Band,
    InputProblem,
    Level,
    Method,
    assess,
    worst,
)


def lec(likelihood: str, exposure: str, consequence: str) -> Assessment:
    inputs = {"L": likelihood, "E": exposure, "C": consequence}
    return assess(risk.LEC_320_160_70, inputs)


def ls(method: Method, likelihood: int, severity: int) -> Level:
    return assess(method, {"L": likelihood, "S": severity}).level


def mes(measures: int, exposure: str, severity: int) -> Assessment:
    return assess(risk.MES_180_90_50_20, {"M": measures, "E": exposure, "S": severity})


@pytest.mark.parametrize(
    ("inputs", "score", "band", "level"),
    [
        (("3", "10", "15"), "450", 1, Level.MAJOR),
        (("6", "6", "3"), "108", 3, Level.GENERAL),
        (("10", "2", "15"), "300", 2, Level.LARGER),
        (("10", "1", "7"), "70", 3, Level.GENERAL),
        (("10", "2", "1"), "20", 4, Level.LOW),
        (("1", "1", "15"), "15", 5, Level.LOW),
        (("0.1", "0.5", "1"), "0.05", 5, Level.LOW),
    ],
)
def test_lec_score_falls_in_its_band(
    inputs: tuple[str, str, str], score: str, band: int, level: Level
) -> None:
    found = lec(*inputs)

    assert (found.score, found.band, found.level) == (Decimal(score), band, level)


def test_lec_reaches_103_scores_and_of_the_edges_only_20_and_70() -> None:
    scores = risk.LEC_320_160_70.scores()
    edges = {Decimal(edge) for edge in (20, 70, 160, 320)}

    assert len(scores) == 103
    assert scores & edges == risk.LEC_320_160_70.assumed == {Decimal(20), Decimal(70)}


@pytest.mark.parametrize(
    ("inputs", "assumed"),
    [(("10", "1", "7"), True), (("10", "2", "1"), True), (("6", "6", "3"), False)],
)
def test_lec_score_on_an_open_edge_says_so(inputs: tuple[str, str, str], assumed: bool) -> None:
    assert lec(*inputs).assumed_edge is assumed


@pytest.mark.parametrize(
    ("method", "level"),
    [
        (risk.LS_20_9_4, Level.LARGER),
        (risk.LS_20_15_9_4, Level.LARGER),
        (risk.LS_15_9_4, Level.MAJOR),
    ],
)
def test_ls_fifteen_depends_on_the_version(method: Method, level: Level) -> None:
    assert ls(method, 3, 5) == level
    assert assess(method, {"L": 3, "S": 5}).version == method.version


@pytest.mark.parametrize(
    ("likelihood", "severity", "level"),
    [
        (4, 5, Level.MAJOR),
        (4, 4, Level.LARGER),
        (3, 3, Level.LARGER),
        (2, 4, Level.GENERAL),
        (2, 2, Level.GENERAL),
        (1, 3, Level.LOW),
    ],
)
def test_ls_20_9_4_holds_the_printed_bands(likelihood: int, severity: int, level: Level) -> None:
    assert ls(risk.LS_20_9_4, likelihood, severity) == level


def test_mes_180_is_first_and_assumed() -> None:
    found = mes(3, "6", 10)

    assert (found.score, found.band, found.level) == (Decimal(180), 1, Level.MAJOR)
    assert found.assumed_edge is True


def test_mes_every_score_lies_in_a_printed_band_but_180() -> None:
    printed = [(180, 501), (90, 150), (50, 80), (20, 48), (0, 18)]
    scores = risk.MES_180_90_50_20.scores()

    assert len(scores) == 38
    assert [s for s in scores if not any(low <= s <= high for low, high in printed)] == []


@pytest.mark.parametrize("method", risk.METHODS.values(), ids=lambda m: m.version)
def test_band_number_never_improves_as_the_score_grows(method: Method) -> None:
    found = [
        assess(method, dict(zip(method.factors, values, strict=True)))
        for values in product(*method.factors.values())
    ]
    found.sort(key=lambda a: a.score)

    bands = [a.band for a in found]
    assert bands == sorted(bands, reverse=True)


@pytest.mark.parametrize(
    ("inputs", "problem", "factor"),
    [
        ({"L": 1}, InputProblem.MISSING, "S"),
        ({"L": 1, "S": 1, "E": 1}, InputProblem.UNKNOWN, "E"),
        ({"L": 1, "S": "high"}, InputProblem.NOT_A_NUMBER, "S"),
        ({"L": 1, "S": True}, InputProblem.NOT_A_NUMBER, "S"),
        ({"L": 1, "S": 1.0}, InputProblem.NOT_A_NUMBER, "S"),
        ({"L": 1, "S": "NaN"}, InputProblem.NOT_ALLOWED, "S"),
        ({"L": 6, "S": 1}, InputProblem.NOT_ALLOWED, "L"),
        ({"L": 0, "S": 1}, InputProblem.NOT_ALLOWED, "L"),
        ({"L": "2.5", "S": 1}, InputProblem.NOT_ALLOWED, "L"),
    ],
)
def test_input_the_method_does_not_know_is_refused(
    inputs: dict[str, int | str], problem: InputProblem, factor: str
) -> None:
    with pytest.raises(BadInput) as caught:
        assess(risk.LS_20_9_4, inputs)

    assert (caught.value.problem, caught.value.factor) == (problem, factor)


def test_direct_rule_makes_it_major_and_keeps_the_computed_level() -> None:
    found = assess(risk.LS_20_9_4, {"L": 1, "S": 1}, direct="major-hazard-installation")

    assert (found.level, found.computed, found.direct) == (
        Level.MAJOR,
        Level.LOW,
        "major-hazard-installation",
    )


def test_direct_rule_without_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match="risk-direct-without-rule"):
        assess(risk.LS_20_9_4, {"L": 1, "S": 1}, direct=" ")


@given(st.lists(st.sampled_from(Level), min_size=1))
def test_worst_level_is_the_first_of_the_order_present(levels: list[Level]) -> None:
    assert worst(levels) == next(level for level in Level if level in levels)


def test_worst_of_nothing_is_none() -> None:
    assert worst([]) is None


@pytest.mark.parametrize(
    ("floors", "closed", "message"),
    [((4, 9), True, "risk-bands-order"), ((9, 4), True, "risk-bands-gap"), ((9, 1), False, "gap")],
)
def test_method_with_bad_bands_is_refused(
    floors: tuple[int, int], closed: bool, message: str
) -> None:
    bands = tuple(
        Band(n, Decimal(floor), closed, Level.LOW) for n, floor in enumerate(floors, start=1)
    )

    with pytest.raises(ValueError, match=message):
        Method("own", risk.LS_20_9_4.factors, bands)
