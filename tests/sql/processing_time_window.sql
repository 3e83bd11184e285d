-- A window over PROCTIME() counts rows when they come and fires when the clock has passed its end.
CREATE TABLE t (k STRING, pt AS PROCTIME());
CREATE TABLE o (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT);
CREATE TABLE s (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT);
CREATE TABLE g (ws TIMESTAMP(3), we TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT k, window_start, window_end, COUNT(*)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(pt), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
INSERT INTO s SELECT k, window_start, window_end, COUNT(*)
FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(pt), INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
INSERT INTO g SELECT HOP_START(pt, INTERVAL '5' SECOND, INTERVAL '10' SECOND), HOP_END(pt, INTERVAL '5' SECOND, INTERVAL '10' SECOND), COUNT(*)
FROM t GROUP BY HOP(pt, INTERVAL '5' SECOND, INTERVAL '10' SECOND);
--- at 1
--- t
{"k": "a"}
{"k": "b"}
--- at 3.999
--- rows s
--- at 4
--- rows s
'a', 1970-01-01 00:00:01.000, 1970-01-01 00:00:04.000, 1
'b', 1970-01-01 00:00:01.000, 1970-01-01 00:00:04.000, 1
--- t
{"k": "a"}
--- rows g
--- restart
--- at 2
--- t
{"k": "a"}
--- at 5
--- rows g
1969-12-31 23:59:55.000, 1970-01-01 00:00:05.000, 4
--- at 9.999
--- rows o
--- at 10
--- t
{"k": "a"}
--- rows o
'a', 1970-01-01 00:00:00.000, 1970-01-01 00:00:10.000, 3
'b', 1970-01-01 00:00:00.000, 1970-01-01 00:00:10.000, 1
--- rows s
'a', 1970-01-01 00:00:04.000, 1970-01-01 00:00:07.000, 2
--- end
--- rows o
'a', 1970-01-01 00:00:10.000, 1970-01-01 00:00:20.000, 1
