-- A ROW, an ARRAY and a MAP are keys like any other; NULL inside them counts as equal to NULL.
CREATE TABLE t (
    r ROW<a INT, b STRING>, tags ARRAY<STRING>, m MAP<STRING, INT>,
    ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
);
CREATE TABLE o (r ROW<a INT, b STRING>, rows_ BIGINT);
CREATE TABLE p (tags ARRAY<STRING>, rows_ BIGINT);
CREATE TABLE q (m MAP<STRING, INT>, rows_ BIGINT);
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND));
INSERT INTO o SELECT r, COUNT(*) FROM w GROUP BY window_start, window_end, r;
INSERT INTO p SELECT tags, COUNT(*) FROM w GROUP BY window_start, window_end, tags;
INSERT INTO q SELECT m, COUNT(*) FROM w GROUP BY window_start, window_end, m;
--- t
{"r": {"a": 1, "b": "x"}, "tags": ["a", null], "m": {"k": 1}, "ts": "2024-01-01 00:00:01"}
{"r": {"a": 1, "b": "x"}, "tags": ["a"], "m": {"k": 1}, "ts": "2024-01-01 00:00:01"}
{"r": {"a": null, "b": "x"}, "tags": ["a", null], "m": {}, "ts": "2024-01-01 00:00:02"}
{"r": null, "tags": [], "m": null, "ts": "2024-01-01 00:00:02"}
{"r": {"a": null, "b": "x"}, "tags": null, "m": {"k": 2}, "ts": "2024-01-01 00:00:03"}
--- end
--- rows o
{'a': 1, 'b': 'x'}, 2
{'a': None, 'b': 'x'}, 2
NULL, 1
--- rows p
['a', None], 2
['a'], 1
[], 1
NULL, 1
--- rows q
[('k', 1)], 2
[], 1
NULL, 1
[('k', 2)], 1
