-- Backquotes make any name a name; two of them are one.
CREATE TABLE `t t` (`Distance(mi)` DOUBLE, `select` INT, `a``b` STRING, `größe` INT, `r` ROW<`x y` INT, `from` STRING>);
CREATE TABLE o (`Distance(mi)` DOUBLE, `select` INT, `a``b` STRING, `größe` INT, `x y` INT, `from` STRING);
INSERT INTO o SELECT `Distance(mi)`, `select`, q.`a``b`, `größe`, `r`.`x y`, q.r.`from` FROM `t t` AS q;
--- t t
{"Distance(mi)": 1.5, "select": 1, "a`b": "x", "größe": 3, "r": {"x y": 4, "from": "here"}}
{"r": null}
{"r": {"from": null}}
--- rows o
1.5, 1, 'x', 3, 4, 'here'
NULL, NULL, NULL, NULL, NULL, NULL
NULL, NULL, NULL, NULL, NULL, NULL
