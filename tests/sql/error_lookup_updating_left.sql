-- A join as of a time reads new rows on its left, also where these are known by the join's key.
CREATE TABLE a (k BIGINT, p AS PROCTIME());
CREATE TABLE v (k BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED);
CREATE TABLE o (k BIGINT, n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT x.k, v.n FROM (SELECT k, COUNT(*) AS c, PROCTIME() AS p FROM a GROUP BY k) AS x JOIN v FOR SYSTEM_TIME AS OF x.p ON x.k = v.k;
--- error
E220 a join as of a time reads new rows only, and its input updates rows: GroupAggregate by k, count0 = COUNT(*)
  --> script.sql:5:131
   | INSERT INTO o SELECT x.k, v.n FROM (SELECT k, COUNT(*) AS c, PROCTIME() AS p FROM a GROUP BY k) AS x JOIN v FOR SYSTEM_TIME AS OF x.p ON x.k = v.k;
   |                                                                                                                                   ^^^
hint: put it before what updates them, or update within windows, whose results are final
