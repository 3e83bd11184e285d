-- On a sphere the radius is in metres and the density in points per square kilometre.
CREATE TABLE t (lon DOUBLE, lat DOUBLE);
CREATE TABLE o (region BIGINT, points BIGINT, density DOUBLE, west DOUBLE, east DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT region, points, ROUND(density, 3), lon_low, lon_high FROM TABLE(HOTSPOT_REGIONS(TABLE t, DESCRIPTOR(lon, lat), 100, 5000, 3, 'sphere'));
--- t
{"lon": 179.99, "lat": 0}
{"lon": -179.98, "lat": 0}
{"lon": -180, "lat": 0.01}
{"lon": 200, "lat": 0}
{"lon": 0, "lat": 0}
--- rows o
0, 3, 0.12, 179.99, -179.98
