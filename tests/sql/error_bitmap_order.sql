-- Sets have no order.
CREATE TABLE t (a ARRAY<INT>);
CREATE TABLE o (b BOOLEAN);
INSERT INTO o SELECT BITMAP_BUILD(a) < BITMAP_BUILD(ARRAY[1]) FROM t;
--- error
E210 < does not take (BITMAP, BITMAP)
  --> script.sql:4:22
   | INSERT INTO o SELECT BITMAP_BUILD(a) < BITMAP_BUILD(ARRAY[1]) FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
