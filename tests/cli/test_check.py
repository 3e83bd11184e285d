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
