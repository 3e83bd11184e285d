-- LISTAGG joins texts in the order of arrival, NULLs left out.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (a STRING, b STRING);
INSERT INTO o SELECT LISTAGG(k), LISTAGG(k, ' | ') FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "b", "ts": "2024-01-01 00:00:03"}
{"ts": "2024-01-01 00:00:03"}
{"k": "a", "ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:11"}
--- end
--- rows o
'b,a', 'b | a'
NULL, NULL
