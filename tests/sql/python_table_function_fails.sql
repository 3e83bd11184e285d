-- What a table function raises makes its row invalid, and no other.
CREATE FUNCTION countdown AS 'functions.Countdown' LANGUAGE PYTHON;
CREATE TABLE t (id INT, b INT);
CREATE TABLE o (id INT, n BIGINT, rest DOUBLE);
INSERT INTO o SELECT id, n, rest FROM t, LATERAL TABLE(countdown(id, b)) AS r;
--- t
{"id": 2, "b": 4}
{"id": 1, "b": 0}
{"id": 0, "b": 0}
{"b": 1}
{"id": 1, "b": 2}
--- rows o
2, 2, 0.5
2, 1, 0.25
1, 1, 0.5
--- rejected
t: COUNTDOWN: ZeroDivisionError: division by zero
t: COUNTDOWN: ZeroDivisionError: division by zero
