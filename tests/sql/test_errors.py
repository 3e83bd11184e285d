"""What is wrong is said with its code, the exact spot and what to do.

In each case the spot stands between guillemets.
"""

from __future__ import annotations

import pytest

from penstock.core.errors import UserError
from penstock.sql import compile_script

TABLES = """CREATE TABLE t (
    a INT, b BIGINT, s STRING, d DOUBLE, ts TIMESTAMP(3), r ROW<x INT, y STRING>, u TIMESTAMP(3),
    p AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
);
CREATE TABLE o (a INT NOT NULL, s VARCHAR(5));
"""
SYNTAX = [
    ("SELECT a «FORM» t", "E201", "did you mean 'FROM'?"),
    ("SELECT a FROM t «WHRE» a > 3", "E201", "did you mean 'WHERE'?"),
    ("SELECT a, «FROM» t", "E201", None),
    ("SELECT (a «FROM» t", "E201", None),
    ("SELECT a b «c» FROM t", "E201", None),
    ('SELECT «"»a" FROM t', "E201", "backquotes"),
    ("SELECT a«:»:INT FROM t", "E201", None),
    ("SELECT «'»abc", "E201", None),
    ("SELECT a «/*» abc", "E201", None),
    ("SELECT CASE WHEN a = 1 «THAN» 2 END FROM t", "E201", "did you mean 'THEN'?"),
    ("SELECT INTERVAL '5' «SEKOND»", "E201", "SECOND"),
    ("CREATE «TABEL» x (a INT)", "E201", "did you mean 'TABLE'?"),
    ("CREATE TABLE x (a INT, PRIMARY KEY (a)«)»", "E201", "NOT ENFORCED"),
    ("CREATE TABLE x (Distance«(»mi) DOUBLE)", "E201", "`Distance(mi)`"),
    ("CREATE TABLE x (a «INT»", "E201", None),
    ("«SELEC» a FROM t", "E201", "did you mean 'SELECT'?"),
    ("«EXECUTE» STATEMENT SET BEGIN INSERT INTO o SELECT 1, 'a'", "E201", "END"),
    ("«END»", "E201", "CREATE"),
]
NAMES = [
    ("INSERT INTO o SELECT a, s FROM «tt»", "E202", "did you mean 't'?"),
    ("INSERT INTO «oo» SELECT a, s FROM t", "E202", "did you mean 'o'?"),
    ("INSERT INTO o SELECT «q».* FROM t", "E202", "known here: t"),
    ("DROP TABLE «x»", "E202", "known here: o, t"),
    ("CREATE TABLE x LIKE «z»", "E202", "known here: o, t"),
    ("INSERT INTO o SELECT a, «S» FROM t", "E203", "did you mean 's'?"),
    ("INSERT INTO o SELECT r.«z», s FROM t", "E203", "known here: x, y"),
    ("INSERT INTO o SELECT t.«z», s FROM t", "E203", None),
    ("INSERT INTO o (a, «c») SELECT a, s FROM t", "E203", "known here: a, s"),
    ("CREATE TABLE x (a INT, WATERMARK FOR «b» AS b)", "E203", "known here: a"),
    ("CREATE TABLE x (a INT, PRIMARY KEY («b») NOT ENFORCED)", "E203", "known here: a"),
    ("CREATE TABLE x (a INT) PARTITIONED BY («b»)", "E203", "known here: a"),
    ("CREATE TABLE x (a INT, b AS «c» + 1)", "E203", "known here: a"),
    ("INSERT INTO o SELECT «UPER(s)», s FROM t", "E204", "did you mean 'UPPER'?"),
    ("INSERT INTO o SELECT a, s FROM TABLE(«TUMBEL(TABLE t)»)", "E204", "'TUMBLE'"),
    ("CREATE TABLE x (a «STRNG»)", "E205", "did you mean 'STRING'?"),
    ("INSERT INTO o SELECT CAST(a AS «INTT»), s FROM t", "E205", "did you mean 'INT'?"),
    ("CREATE TABLE «t» (a INT)", "E211", "IF NOT EXISTS"),
    ("CREATE TABLE x (a INT, «a» INT)", "E211", None),
    ("CREATE TABLE x (a INT) WITH ('k' = 'v', «'k'» = 'w')", "E211", None),
    ("INSERT INTO o (a, «a») SELECT a, a FROM t", "E211", None),
]
TYPES = [
    ("INSERT INTO o SELECT a, s FROM t WHERE «a»", "E207", "compare"),
    ("INSERT INTO o SELECT «CAST(ts AS BOOLEAN)», s FROM t", "E207", "STRING"),
    ("INSERT INTO o SELECT s.«x», s FROM t", "E207", "ROW"),
    ("INSERT INTO o SELECT «CASE WHEN a = 1 THEN ts ELSE a END», s FROM t", "E207", "CAST"),
    ("INSERT INTO o SELECT a, s FROM t UNION ALL «SELECT ts, s FROM t»", "E207", "CAST"),
    ("CREATE TABLE x (a INT, WATERMARK FOR «a» AS a)", "E207", "TIMESTAMP(3)"),
    ("CREATE TABLE x (a TIMESTAMP(3), WATERMARK FOR a AS «5»)", "E207", "INTERVAL"),
    ("CREATE TABLE x (a TIMESTAMP(6), WATERMARK FOR «a» AS a)", "E207", "TIMESTAMP(3)"),
    ("INSERT INTO o SELECT «s || 1», s FROM t", "E210", "CAST(… AS STRING)"),
    ("INSERT INTO o SELECT «UPPER(a)», s FROM t", "E210", "CAST"),
    ("INSERT INTO «o» SELECT a FROM t", "E212", "INSERT INTO o (a)"),
    ("INSERT INTO o SELECT a, s FROM t «AS q (a, s)»", "E212", "a, b, s"),
    ("INSERT INTO o SELECT «s», s FROM t", "E213", "CAST(… AS INT)"),
    ("INSERT INTO o SELECT «b», s FROM t", "E213", "CAST(… AS INT)"),
    ("INSERT INTO o SELECT «NULL», s FROM t", "E213", "CAST"),
    ("INSERT INTO «o» (s) SELECT s FROM t", "E213", "CAST"),
    ("INSERT INTO o SELECT a, «DATE '2024-13-01'» FROM t", "E215", "DATE '2024-01-31'"),
    ("INSERT INTO o SELECT a, s FROM t WHERE ts > u - «INTERVAL 'x' DAY»", "E215", None),
    ("CREATE TABLE x (a DECIMAL(«50, 2»))", "E218", "38"),
    ("CREATE TABLE x (a TIMESTAMP(«10»))", "E218", None),
    ("CREATE TABLE «x» WITH ('a' = 'b')", "E218", "CREATE TABLE x"),
    ("CREATE TABLE x (a TIMESTAMP(3), WATERMARK FOR a AS a, WATERMARK FOR «a» AS a)", "E218", None),
]
_WINDOW = "TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
WINDOWS = [
    (_WINDOW.replace("ts", "«u»"), "E209", "WATERMARK FOR u"),
    (_WINDOW.replace("INTERVAL '1' MINUTE", "«INTERVAL '1' MONTH»"), "E217", "SIZE =>"),
    (_WINDOW.replace("INTERVAL '1' MINUTE", "«INTERVAL '0' DAY»"), "E217", "SIZE =>"),
    ("TABLE(«TUMBLE(TABLE t, DESCRIPTOR(ts))»)", "E217", "SIZE =>"),
    (_WINDOW.replace("INTERVAL '1'", "«SIZ» => INTERVAL '1'"), "E216", "'size'"),
    ("TABLE(«HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '10' SECOND)»)", "E217",
     "SLIDE =>"),
    ("TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(«s»)))", "E207", "CAST(s AS DOUBLE)"),
    ("TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(d), «number_of_tree» => 3))", "E216",
     "number_of_trees"),
    ("TABLE(RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(d), number_of_trees => «0»))", "E217", "100"),
    (_WINDOW + " GROUP BY window_start, window_end HAVING «s» = 'x'", "E214", "MAX(s)"),
]  # fmt: skip
UNSUPPORTED = [
    ("INSERT INTO o SELECT t.a, t.s FROM t JOIN «o» WHERE t.a = o.a", "E201", "CROSS JOIN"),
    ("INSERT INTO o SELECT a, s FROM t WHERE «COUNT(*)» > 1", "E219", "HAVING"),
    ("INSERT INTO o SELECT a, s FROM t «/*+ OPTIONS('a' = 'b') */»", "E208", "WITH"),
    ("INSERT INTO o SELECT * EXCEPT («a») FROM t", "E208", None),
    ("INSERT «OVERWRITE» o SELECT a, s FROM t", "E208", "INSERT INTO"),
    ("«SELECT a FROM t»", "E208", "INSERT INTO"),
    ("«SHOW» TABLES", "E208", "penstock"),
    ("«ALTER» TABLE t ADD x INT", "E208", "CREATE"),
    ("CREATE FUNCTION f AS «'x'» LANGUAGE JAVA", "E208", "LANGUAGE PYTHON"),
    ("CREATE «MODEL» m", "E208", "later"),
    ("CREATE VIEW v AS SELECT a, s FROM t; INSERT INTO «v» SELECT a, s FROM t", "E208", "tables"),
]
CASES = [
    *SYNTAX, *NAMES, *TYPES, *UNSUPPORTED,
    *((f"INSERT INTO o SELECT 1, 'x' FROM {source}", code, hint) for source, code, hint in WINDOWS),
]  # fmt: skip
LAYOUTS = {
    "plain": lambda text: text,
    "tab": lambda text: f"-- é, a comment\n\t\t{text}",
    "windows": lambda text: f"-- a comment\r\n  {text}\r\n;".replace(" FROM ", "\r\nFROM "),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("marked", "code", "hint"), CASES, ids=[case[0] for case in CASES])
def test_the_error_underlines_its_spot(
    layout: str, marked: str, code: str, hint: str | None
) -> None:
    text = TABLES + LAYOUTS[layout](marked)
    start = text.index("«")
    spot = text[start + 1 : text.index("»")].split("\r\n", maxsplit=1)[0]
    before = text[:start]
    with pytest.raises(UserError) as caught:
        compile_script(text.replace("«", "").replace("»", ""), "my.sql")
    error = caught.value
    assert error.code == code
    assert error.where is not None
    assert (error.where.path, error.where.line) == ("my.sql", before.count("\n") + 1)
    underlined = error.where.text[error.where.column - 1 :][: error.where.length]
    assert underlined == spot
    assert error.where.column == len(before) - before.rfind("\n")
    assert hint is None or hint in (error.hint or "")


def test_the_printed_error_shows_the_line_and_keeps_its_tabs() -> None:
    with pytest.raises(UserError) as caught:
        compile_script("CREATE TABLE t (\r\n\ta STRNG\r\n)", "pipeline.sql")
    assert str(caught.value) == (
        "E205 unknown type 'STRNG'\n"
        "  --> pipeline.sql:2:4\n"
        "   | \ta STRNG\n"
        "   | \t  ^^^^^\n"
        "hint: did you mean 'STRING'?"
    )


def test_a_column_of_two_inputs_is_ambiguous() -> None:
    with pytest.raises(UserError, match="E206 column 'a' is ambiguous"):
        compile_script(TABLES + "INSERT INTO o SELECT a, 'x' FROM t AS q (a, a, c, d, e, f, g, h)")
