-- Rows without usable coordinates stay outside of the window and have NULL.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (x DOUBLE, r STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT x, hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 2, 1, 2));
--- t
{"x": 1.0}
{"x": null}
{"x": "NaN"}
{"x": "Infinity"}
{"x": 1.5}
--- rows o
1.0, '{"hotspots":[]}'
NULL, NULL
nan, NULL
inf, NULL
1.5, '{"hotspots":[{"density":2.0,"maxValues":[1.5],"minValues":[1.0]}]}'
