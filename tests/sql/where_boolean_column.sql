-- A BOOLEAN column is a condition by itself.
CREATE TABLE t (id INT, ok BOOLEAN);
CREATE TABLE o (id INT);
INSERT INTO o SELECT id FROM t WHERE ok;
--- t
{"id": 1, "ok": true}
{"id": 2, "ok": false}
{"id": 3}
--- rows o
1
