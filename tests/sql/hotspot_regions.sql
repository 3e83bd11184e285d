-- The regions as a table: one comes, grows, loses its oldest point, and goes.
CREATE TABLE t (k STRING, x DOUBLE, y DOUBLE, note STRING);
CREATE TABLE o (k STRING, region BIGINT, points BIGINT, density DOUBLE, x_low DOUBLE, x_high DOUBLE, x_center DOUBLE, y_low DOUBLE, y_high DOUBLE, y_center DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT * FROM TABLE(HOTSPOT_REGIONS(TABLE t PARTITION BY k, DESCRIPTOR(x, y), window_size => 4, scan_radius => 2, minimum_points => 2));
--- t
{"k": "a", "x": 0, "y": 0}
{"k": "a", "x": 2, "y": 0}
--- changes o
+I 'a', 0, 2, 0.5, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0
--- t
{"k": "a", "x": 4, "y": 0}
{"k": "b", "x": 4, "y": 0}
--- changes o
-U 'a', 0, 2, 0.5, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0
+U 'a', 0, 3, 0.375, 0.0, 4.0, 2.0, 0.0, 0.0, 0.0
--- t
{"k": "a", "x": 40, "y": 0}
{"k": "a", "x": 41, "y": 0}
{"k": "a", "x": 90, "y": 0}
--- changes o
-D 'a', 0, 3, 0.375, 0.0, 4.0, 2.0, 0.0, 0.0, 0.0
+I 'a', 1, 2, 0.5, 40.0, 41.0, 40.5, 0.0, 0.0, 0.0
