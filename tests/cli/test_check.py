"""What `penstock check` says of a folder that is right and still deserves a word."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import penstock

SCRIPT = """
CREATE TABLE readings (id BIGINT, site STRING) WITH ('connector' = 'stream');
CREATE TABLE counts (site STRING, n BIGINT, PRIMARY KEY (site) NOT ENFORCED)
WITH ('connector' = 'documents');
INSERT INTO counts SELECT site, COUNT(*) FROM readings GROUP BY site;
"""


LEARNING = """
CREATE TABLE readings (site STRING, v DOUBLE) WITH ('connector' = 'stream');
CREATE TABLE scored (site STRING, score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO scored SELECT site, anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE readings PARTITION BY site, DESCRIPTOR(v)));
"""


def test_check_warns_of_keys_that_no_time_to_live_ends(tmp_path: Path) -> None:
    script = tmp_path / "pipeline.sql"
    for setting in ("", "SET 'table.exec.state.ttl' = '1 d';"):
        script.write_text(setting + LEARNING)
        said = penstock("check", str(tmp_path)).error
        assert "per key" in said
        assert "table.exec.state.ttl" not in said
        assert "PARTITION BY what has few values" in said


def test_check_warns_of_state_that_grows_for_ever(tmp_path: Path) -> None:
    script = tmp_path / "pipeline.sql"
    script.write_text(SCRIPT)
    said = penstock("check", str(tmp_path))
    assert said.status == 0
    assert "warning: this keeps state for ever: GroupAggregate by site" in said.error
    assert "120 MB per million" in said.error
    assert "table.exec.state.ttl" in said.error
    script.write_text(f"SET 'table.exec.state.ttl' = '1 d';{SCRIPT}")
    assert penstock("check", str(tmp_path)).error == ""
