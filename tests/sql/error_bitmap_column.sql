-- Records have no form for a BITMAP.
CREATE TABLE t (id INT, b BITMAP) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'json');
CREATE TABLE o (id BIGINT);
INSERT INTO o SELECT BITMAP_CARDINALITY(b) FROM t;
--- error
E602 format 'json' has no form for column 'b': BITMAP
hint: declare it BYTES and use BITMAP_TO_BYTES or BITMAP_FROM_BYTES
