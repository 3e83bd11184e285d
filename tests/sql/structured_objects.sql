-- Objects of a named type: made, asked for a field, changed; a changed field may have another type.
CREATE TABLE t (name STRING, age INT);
CREATE TABLE o (whole STRING, name STRING, changed STRING, years BIGINT, type_ STRING, json_ STRING);
INSERT INTO o SELECT CAST(u AS STRING), u.name, CAST(OBJECT_UPDATE(u, 'age', 1.5, 'name', CAST(NULL AS STRING)) AS STRING), OBJECT_UPDATE(u, 'age', CAST(u.age + 1 AS BIGINT)).age, TYPEOF(u), JSON_STRING(u)
FROM (SELECT OBJECT_OF('User', 'name', name, 'age', age) AS u FROM t);
--- t
{"name": "Ada", "age": 36}
{"age": 1}
{}
--- rows o
'(name=Ada, age=36)', 'Ada', '(name=NULL, age=1.5)', 37, 'STRUCTURED<''User'', `name` STRING, `age` INT>', '{"age":36,"name":"Ada"}'
'(name=NULL, age=1)', NULL, '(name=NULL, age=1.5)', 2, 'STRUCTURED<''User'', `name` STRING, `age` INT>', '{"age":1,"name":null}'
'(name=NULL, age=NULL)', NULL, '(name=NULL, age=1.5)', NULL, 'STRUCTURED<''User'', `name` STRING, `age` INT>', '{"age":null,"name":null}'
