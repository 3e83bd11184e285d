-- STATE_TTL takes durations.
CREATE TABLE a (id INT, x INT);
CREATE TABLE o (id INT);
INSERT INTO o SELECT /*+ STATE_TTL('a' = 'long') */ id FROM a;
--- error
E215 STATE_TTL takes a duration per table, not 'a' = 'long'
  --> script.sql:4:15
   | INSERT INTO o SELECT /*+ STATE_TTL('a' = 'long') */ id FROM a;
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: /*+ STATE_TTL('a' = '1d', 'b' = '12h') */
