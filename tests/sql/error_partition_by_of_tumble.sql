-- Only sessions depend on keys; in the other window functions PARTITION BY is refused.
CREATE TABLE t (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n BIGINT);
INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
--- error
E208 PARTITION BY of TUMBLE is not supported yet
  --> script.sql:4:45
   | INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
   |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: leave it out, and group by the keys; only SESSION windows depend on them
