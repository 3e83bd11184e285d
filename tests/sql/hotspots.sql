-- Boxes around the newest rows that lie close together, per key, in Amazon's JSON.
CREATE TABLE t (k STRING, x DOUBLE, y INT);
CREATE TABLE o (x DOUBLE, y INT, hotspots_result STRING) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT x, y, hotspots_result
FROM TABLE(HOTSPOTS(TABLE t PARTITION BY k, DESCRIPTOR(x, y), 4, 1.5, 3));
--- t
{"k": "a", "x": 0.0, "y": 0}
{"k": "a", "x": 1.0, "y": 0}
{"k": "b", "x": 1.0, "y": 1}
{"k": "a", "x": 1.0, "y": 2}
{"k": "a", "x": 1.0, "y": 1}
{"k": "a", "x": 50.0, "y": 50}
{"k": "a", "x": 51.0, "y": 50}
--- rows o
0.0, 0, '{"hotspots":[]}'
1.0, 0, '{"hotspots":[]}'
1.0, 1, '{"hotspots":[]}'
1.0, 2, '{"hotspots":[]}'
1.0, 1, '{"hotspots":[{"density":1.3333333333333333,"maxValues":[1.0,2.0],"minValues":[0.0,0.0]}]}'
50.0, 50, '{"hotspots":[{"density":1.0,"maxValues":[1.0,2.0],"minValues":[1.0,0.0]}]}'
51.0, 50, '{"hotspots":[]}'
