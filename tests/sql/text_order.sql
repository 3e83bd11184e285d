-- Texts compare by their characters, capitals before small letters, a beginning before the whole.
CREATE TABLE t (a STRING, b STRING);
CREATE TABLE o (a STRING, b STRING, less BOOLEAN, equal BOOLEAN);
INSERT INTO o SELECT a, b, a < b, a = b FROM t;
--- t
{"a": "a", "b": "b"}
{"a": "Z", "b": "a"}
{"a": "ab", "b": "abc"}
{"a": "a", "b": "a "}
{"a": "10", "b": "9"}
{"a": "", "b": "a"}
--- rows o
'a', 'b', TRUE, FALSE
'Z', 'a', TRUE, FALSE
'ab', 'abc', TRUE, FALSE
'a', 'a ', TRUE, FALSE
'10', '9', TRUE, FALSE
'', 'a', TRUE, FALSE
