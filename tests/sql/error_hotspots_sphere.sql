-- A sphere has longitude and latitude.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (r STRING);
INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 1, 5, 'sphere'));
--- error
E217 the number of columns is 1
  --> script.sql:4:49
   | INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 1, 5, 'sphere'));
   |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: longitude, then latitude
