-- Statements of a set run together and read a table once.
CREATE TABLE t (n INT);
CREATE TABLE o (n INT);
CREATE TABLE p (n INT);
EXECUTE STATEMENT SET BEGIN
INSERT INTO o SELECT n FROM t WHERE n > 1;
INSERT INTO p SELECT -n FROM t;
END;
--- t
{"n": 1}
{"n": 2}
--- rows o
2
--- rows p
-1
-2
