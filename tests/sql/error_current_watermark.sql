-- Only a time attribute has a watermark.
CREATE TABLE t (id INT, ts TIMESTAMP(3), other TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (w TIMESTAMP(3));
INSERT INTO o SELECT CURRENT_WATERMARK(other) FROM t;
--- error
E209 column 'other' is not a time attribute
  --> script.sql:4:22
   | INSERT INTO o SELECT CURRENT_WATERMARK(other) FROM t;
   |                      ^^^^^^^^^^^^^^^^^^^^^^^^
hint: declare WATERMARK FOR other AS other - INTERVAL '5' SECOND in the table, or pass it on unchanged
