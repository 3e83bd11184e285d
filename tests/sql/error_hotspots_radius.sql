-- A radius is above zero.
CREATE TABLE t (x DOUBLE);
CREATE TABLE o (r STRING);
INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 0, 5));
--- error
E217 scan_radius is 0.0
  --> script.sql:4:49
   | INSERT INTO o SELECT hotspots_result FROM TABLE(HOTSPOTS(TABLE t, DESCRIPTOR(x), 100, 0, 5));
   |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: a finite number above 0, in the unit of the columns (metres on a sphere)
