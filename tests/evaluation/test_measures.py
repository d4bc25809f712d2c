import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from bot.evaluation import Figure
from bot.evaluation.measures import paired_p, wilson_interval


@given(st.integers(1, 20_000), st.data())
def test_the_interval_of_a_share_is_that_of_scipy(cases: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, cases))
    expected = binomtest(count, cases).proportion_ci(0.95, method="wilson")
    assert wilson_interval(count / cases, cases) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.lists(st.sampled_from([0.0, 1 / 3, 1 / 2, 1.0]), min_size=1))
def test_a_mean_lies_in_its_interval_and_more_cases_make_it_narrower(values: list[float]) -> None:
    figure, larger = Figure.of(values), Figure.of(values * 4)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.value is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert larger.low is not None
    assert larger.high is not None
    assert larger.high - larger.low < figure.high - figure.low


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_paired_test_is_that_of_scipy(better: int, worse: int) -> None:
    expected = binomtest(better, better + worse, 0.5).pvalue if better + worse else 1.0
    assert paired_p(better, worse) == pytest.approx(expected, rel=1e-9)
    assert paired_p(better, worse) == paired_p(worse, better)


def test_the_paired_test_of_very_many_cases_is_still_a_number() -> None:
    assert paired_p(0, 5_000) == 0.0
    assert paired_p(1_000, 1_000) == 1.0


def test_nothing_measured_is_not_zero() -> None:
    assert Figure.of([]).value is None
    assert Figure.of([0.0]).value == 0
