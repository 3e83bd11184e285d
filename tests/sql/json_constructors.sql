-- JSON made of JSON stands as it is, also a text behind JSON(); ON NULL says what becomes of NULLs.
CREATE TABLE t (k STRING, n INT, s STRING);
CREATE TABLE o (a STRING, b STRING, c STRING, d STRING);
INSERT INTO o SELECT
    JSON_OBJECT(KEY 'k' VALUE k, 'inner' VALUE JSON_OBJECT('n' VALUE n ABSENT ON NULL)),
    JSON_ARRAY(n, JSON_ARRAY(k), JSON(s) NULL ON NULL),
    JSON_ARRAY(n, JSON(s)),
    JSON_OBJECT('s': JSON(s), 'list': ARRAY[n, 1] ABSENT ON NULL)
FROM t;
--- t
{"k": "x\"y", "n": 1, "s": " {\"p\" : [1.50, null]} "}
{"k": "z", "s": "null"}
{"n": 2}
{"k": "bad", "s": "{"}
--- rows o
'{"inner":{"n":1},"k":"x\"y"}', '[1,["x\"y"],{"p":[1.50,null]}]', '[1,{"p":[1.50,null]}]', '{"list":[1,1],"s":{"p":[1.50,null]}}'
'{"inner":{},"k":"z"}', '[null,["z"],null]', '[null]', '{"list":[null,1],"s":null}'
'{"inner":{"n":2},"k":null}', '[2,[],null]', '[2]', '{"list":[2,1]}'
--- rejected
t: Input data was truncated
