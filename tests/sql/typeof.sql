-- TYPEOF names the type of an expression.
CREATE TABLE t (i INT, s STRING, e DECIMAL(5, 2), ts TIMESTAMP(3), a ARRAY<INT>);
CREATE TABLE o (a STRING, b STRING, c STRING, d STRING, e STRING);
INSERT INTO o SELECT TYPEOF(i), TYPEOF(s), TYPEOF(e * i), TYPEOF(ts), TYPEOF(a) FROM t;
--- t
{"i": 1}
--- rows o
'INT', 'STRING', 'DECIMAL(16, 2)', 'TIMESTAMP(3)', 'ARRAY<INT>'
