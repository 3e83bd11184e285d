-- Different texts, with filters that share what they have seen.
CREATE TABLE t (channel STRING, who STRING, price INT);
CREATE TABLE o (channel STRING, whos BIGINT, cheap BIGINT, dear BIGINT, firsts STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT channel, COUNT(DISTINCT who), COUNT(DISTINCT who) FILTER (WHERE price < 10), COUNT(DISTINCT who) FILTER (WHERE price >= 10), MIN(who) FROM t GROUP BY channel;
--- t
{"channel": "x", "who": "ann", "price": 5}
{"channel": "x", "who": "bob", "price": 50}
{"channel": "x", "who": "ann", "price": 50}
{"channel": "y", "who": "ann", "price": 5}
--- changes o
+I 'x', 2, 1, 2, 'ann'
+I 'y', 1, 1, 0, 'ann'
--- t
{"channel": "x", "who": "ann", "price": 7}
{"channel": "y", "who": "", "price": null}
--- changes o
-U 'y', 1, 1, 0, 'ann'
+U 'y', 2, 1, 0, ''
