-- A table joined with itself: each row meets those before it, and those after.
CREATE TABLE a (id INT, boss INT, s STRING);
CREATE TABLE o (s STRING, boss STRING);
INSERT INTO o SELECT e.s, b.s FROM a AS e JOIN a AS b ON e.boss = b.id;
--- a
{"id": 1, "boss": 2, "s": "ann"}
{"id": 2, "boss": 2, "s": "bob"}
--- a
{"id": 3, "boss": 1, "s": "eve"}
--- rows o
'ann', 'bob'
'bob', 'bob'
'eve', 'ann'
