"""Names and addresses in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.sites.naming import normal_name, tidy_address


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("安澜宏远（东港）机械有限公司", "安澜宏远(东港)机械有限公司"),
        ("安澜宏远(东港)机械有限公司", "安澜宏远(东港)机械有限公司"),
        ("安澜宏远【东港】机械有限公司", "安澜宏远(东港)机械有限公司"),
        (" 安澜 宏远　机械有限公司\u200b", "安澜宏远机械有限公司"),
        ("ＡＢＣ机械厂", "ABC机械厂"),
        ("abc机械厂", "ABC机械厂"),
        ("宏远机械有限公司", "宏远机械有限公司"),
    ],
)
def test_name_has_one_form(written: str, normal: str) -> None:
    assert normal_name(written) == normal


def test_legal_form_tells_firms_apart() -> None:
    assert normal_name("宏远机械厂") != normal_name("宏远机械有限公司")


def test_address_has_one_form() -> None:
    assert tidy_address(" 海棠路 １８ 号(东院) ") == "海棠路18号（东院）"


@given(st.text())
def test_forms_are_stable(text: str) -> None:
    assert normal_name(normal_name(text)) == normal_name(text)
    assert tidy_address(tidy_address(text)) == tidy_address(text)
