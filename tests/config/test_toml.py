"""The folder's settings file, its errors and its precedence."""

from __future__ import annotations

import pytest

from penstock.config.options import BadOption, UnknownOption
from penstock.config.toml import BadToml, MissingVariable, read_folder_settings


def test_set_wins_over_the_file_and_the_file_over_the_default() -> None:
    text = '[execution]\ncheckpointing.interval = "3 s"\n[server]\nport = 9\n'
    values = read_folder_settings(text, "penstock.toml", {"server.port": "10"}, {})
    assert values["execution.checkpointing.interval"] == 3_000_000
    assert values["server.port"] == 10
    assert values["run.batch-rows-max"] == 100_000


def test_a_misspelt_setting_is_underlined_with_a_suggestion() -> None:
    with pytest.raises(UnknownOption) as caught:
        read_folder_settings("[server]\nprot = 1\n", "penstock.toml", {}, {})
    assert str(caught.value).splitlines() == [
        "E101 unknown option 'server.prot' of this folder",
        "  --> penstock.toml:2:1",
        "   | prot = 1",
        "   | ^^^^",
        "hint: did you mean 'server.port'?",
    ]


def test_a_value_out_of_its_limits_is_refused() -> None:
    with pytest.raises(BadOption, match="at most 65535"):
        read_folder_settings("[server]\nport = 70000\n", "penstock.toml", {}, {})


def test_text_that_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(BadToml) as caught:
        read_folder_settings("a = \n", "penstock.toml", {}, {})
    assert "penstock.toml:1:5" in str(caught.value)


def test_secrets_come_from_the_environment_and_do_not_show() -> None:
    text = '[server]\ntoken = "${TOKEN}"\n'
    values = read_folder_settings(text, "penstock.toml", {}, {"TOKEN": "hunter2"})
    assert values["server.token"].reveal == "hunter2"
    assert "hunter2" not in str(values)
    with pytest.raises(MissingVariable, match="TOKEN"):
        read_folder_settings(text, "penstock.toml", {}, {})


def test_flinks_own_settings_are_accepted_and_idle() -> None:
    read_folder_settings("", "penstock.toml", {"parallelism.default": "4"}, {})
    with pytest.raises(UnknownOption):
        read_folder_settings("", "penstock.toml", {"server.prot": "4"}, {})
