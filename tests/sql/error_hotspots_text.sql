-- Coordinates are numbers.
CREATE TABLE t (x STRING);
CREATE TABLE o (r STRING);
INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 1, 5));
--- error
E207 HOTSPOTS takes numbers; 'x' is STRING
  --> script.sql:4:78
   | INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 1, 5));
   |                                                                              ^
hint: CAST(x AS DOUBLE) in a view
