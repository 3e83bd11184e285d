-- A row that is not found has NULL beside it.
CREATE TABLE t (id INT, k STRING, p AS PROCTIME());
CREATE TABLE dim (k STRING, name STRING) WITH ('connector' = 'filesystem', 'path' = 'dim.json', 'format' = 'json');
CREATE TABLE o (id INT, name STRING);
INSERT INTO o SELECT id, name FROM (SELECT *, PROCTIME() AS q FROM t) AS t LEFT JOIN dim FOR SYSTEM_TIME AS OF t.q AS d ON t.k = d.k AND d.name <> 'iks';
--- t
{"id": 1, "k": "x"}
{"id": 2, "k": "y"}
--- dim
{"k": "x", "name": "ex"}
{"k": "x", "name": "iks"}
--- rows o
--- restart
--- t
{"id": 3, "k": "x"}
{"id": 4}
--- end
--- rows o
1, 'ex'
2, NULL
3, 'ex'
4, NULL
