-- Bytes and texts are no BITMAP until a function reads them.
CREATE TABLE t (a BYTES);
CREATE TABLE o (b STRING);
INSERT INTO o SELECT CAST(CAST(a AS BITMAP) AS STRING) FROM t;
--- error
E207 BYTES cannot be cast to BITMAP
  --> script.sql:4:27
   | INSERT INTO o SELECT CAST(CAST(a AS BITMAP) AS STRING) FROM t;
   |                           ^^^^^^^^^^^^^^^^^
hint: BITMAP_BUILD makes one of an ARRAY, BITMAP_FROM_BYTES of bytes
