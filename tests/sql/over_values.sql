-- The first and the last value of a frame, and its texts joined.
CREATE TABLE t (k STRING, x STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND);
CREATE TABLE o (x STRING, first_ STRING, last_ STRING, all_ STRING, ever STRING);
CREATE VIEW w AS SELECT *, LISTAGG(x) OVER (PARTITION BY k ORDER BY ts ROWS UNBOUNDED PRECEDING) AS ever FROM t;
INSERT INTO o SELECT x, FIRST_VALUE(x) OVER v, LAST_VALUE(x) OVER v, LISTAGG(x, '-') OVER v, ever FROM w
    WINDOW v AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW);
--- t
{"k": "a", "x": "p", "ts": "2024-01-01 00:00:01"}
{"k": "a", "x": "q", "ts": "2024-01-01 00:00:02"}
{"k": "a", "ts": "2024-01-01 00:00:03"}
{"k": "a", "x": "r", "ts": "2024-01-01 00:00:04"}
--- restart
--- t
{"k": "a", "x": "s", "ts": "2024-01-01 00:00:05"}
--- end
--- rows o
'p', 'p', 'p', 'p', 'p'
'q', 'p', 'q', 'p-q', 'p,q'
NULL, 'p', 'q', 'p-q', 'p,q'
'r', 'q', 'r', 'q-r', 'p,q,r'
's', 'r', 's', 'r-s', 'p,q,r,s'
