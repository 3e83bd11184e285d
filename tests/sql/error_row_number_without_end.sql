-- Numbers of rows that never end are asked for in part only.
CREATE TABLE t (k STRING, n INT);
CREATE TABLE o (k STRING, rn BIGINT);
INSERT INTO o SELECT k, rn FROM (SELECT k, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) AS rn FROM t) WHERE rn > 2;
--- error
E230 ROW_NUMBER() numbers rows that never end
  --> script.sql:4:44
   | INSERT INTO o SELECT k, rn FROM (SELECT k, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) AS rn FROM t) WHERE rn > 2;
   |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: keep the first ones, WHERE rn <= 10, or order by a time attribute alone
