-- STATE_TTL: each side's rows are kept for their own time after they came.
CREATE TABLE a (id INT, x INT);
CREATE TABLE b (x INT, z STRING);
CREATE TABLE o (id INT, z STRING);
INSERT INTO o SELECT /*+ STATE_TTL('a' = '10 s', 'c' = '1 h') */ id, z FROM a JOIN b AS c ON a.x = c.x;
--- at 0
--- a
{"id": 1, "x": 1}
{"id": 2, "x": 2}
--- b
{"x": 1, "z": "p"}
--- restart
--- at 11
--- b
{"x": 1, "z": "late"}
{"x": 2, "z": "late"}
--- a
{"id": 3, "x": 1}
--- rows o
1, 'p'
3, 'p'
3, 'late'
