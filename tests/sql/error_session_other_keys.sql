-- A session of other keys than those grouped is refused.
CREATE TABLE t (k STRING, j STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n BIGINT);
INSERT INTO o SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY j, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
--- error
E208 a SESSION of other keys than those grouped is not supported yet: it has j
hint: name the keys of GROUP BY in PARTITION BY, and no others
