-- Comments of both kinds may stand anywhere; what looks like one in a text is text.
CREATE TABLE t (a STRING /* the only one */);
CREATE TABLE o (a STRING, b STRING); -- a sink
INSERT INTO o /* all
of */ SELECT a, '-- no /* comment */' -- here
FROM t;
--- t
{"a": "x"}
--- rows o
'x', '-- no /* comment */'
