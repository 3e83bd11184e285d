-- A BITMAP's bytes are Roaring's portable form, whatever it was made of; other bytes refuse the row.
CREATE TABLE t (b BYTES, n INT);
CREATE TABLE o (x STRING, h STRING);
INSERT INTO o SELECT BITMAP_TO_STRING(BITMAP_FROM_BYTES(b)), MD5(DECODE(BITMAP_TO_BYTES(BITMAP_OR(BITMAP_FROM_BYTES(b), BITMAP_BUILD(ARRAY[n, n + 1, n + 2, n + 3, n + 4, n + 5]))), 'ISO-8859-1')) FROM t;
--- t
{"b": "OjAAAAEAAAAAAAIAEAAAAAEAAgADAA==", "n": 1}
{"b": "OzAAAAEAAA8AAQABAA8A", "n": 100}
{"b": "OjAAAAAAAAA=", "n": 70000}
{"b": "bm90IGEgYml0bWFw", "n": 1}
{}
--- rows o
'{1,2,3}', 'd7e71c5110bf228f011197c800e40fbc'
'{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}', '6e55f214e64345b96ff92b8f92e8d2fe'
'{}', '3eda20706cc8f71af10d7190060db251'
NULL, NULL
--- rejected
t: Could not deserialize bitmap
