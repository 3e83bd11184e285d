-- A BITMAP holds integers of 32 bits.
CREATE TABLE t (a ARRAY<BIGINT>);
CREATE TABLE o (b STRING);
INSERT INTO o SELECT CAST(BITMAP_BUILD(a) AS STRING) FROM t;
--- error
E210 BITMAP_BUILD does not take (ARRAY<BIGINT>)
  --> script.sql:4:27
   | INSERT INTO o SELECT CAST(BITMAP_BUILD(a) AS STRING) FROM t;
   |                           ^^^^^^^^^^^^^^^
hint: CAST the arguments to the types that it takes
