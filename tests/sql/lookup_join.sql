-- A bounded file is read before the first row is looked up in it.
CREATE TABLE t (id INT, k STRING, p AS PROCTIME());
CREATE TABLE dim (k STRING, name STRING) WITH ('connector' = 'filesystem', 'path' = 'dim.json', 'format' = 'json');
CREATE TABLE o (id INT, name STRING);
INSERT INTO o SELECT id, name FROM t JOIN dim FOR SYSTEM_TIME AS OF t.p AS d ON t.k = d.k;
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
1, 'iks'
3, 'ex'
3, 'iks'
