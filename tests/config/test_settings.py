"""A setting reads what people write and says what is wrong in their words."""

from __future__ import annotations

import pytest

from penstock.config.settings import Setting, SettingKind

PAUSE = Setting("pause", SettingKind.DURATION, "A pause.", minimum=100_000, maximum=60_000_000)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (SettingKind.NUMBER, "nan", "a number, not 'nan'"),
        (SettingKind.NUMBER, "-inf", "a number, not '-inf'"),
        (SettingKind.INTEGER, "1.5", "an integer, not '1.5'"),
        (SettingKind.INTEGER, "9" * 5000, "an integer"),
        (SettingKind.BOOLEAN, "yes", "true or false"),
        (SettingKind.DURATION, "-1 s", "a duration such as"),
        (SettingKind.SIZE, "5 mib ", None),
    ],
)
def test_a_value_of_another_form_is_refused(
    kind: SettingKind, text: str, message: str | None
) -> None:
    setting = Setting("it", kind, "A setting.")
    if message is None:
        assert setting.parse(text) == 5 * 2**20
        return
    with pytest.raises(ValueError, match=message):
        setting.parse(text)


@pytest.mark.parametrize(
    ("text", "limit"), [("1 ms", "at least 100 ms"), ("1 h", "at most 60000 ms")]
)
def test_a_limit_of_a_duration_is_told_as_a_duration(text: str, limit: str) -> None:
    with pytest.raises(ValueError, match=limit):
        PAUSE.parse(text)


def test_a_big_limit_is_told_in_full() -> None:
    setting = Setting("it", SettingKind.INTEGER, "A setting.", maximum=1_234_567)
    with pytest.raises(ValueError, match="at most 1234567"):
        setting.parse("99999999")
