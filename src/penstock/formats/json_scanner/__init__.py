"""Our own JSON scanner: one compiled kernel for all schemas, every record checked in full.

How it works, from the outside in:

1. `plan.py` turns the wanted columns into numbers: a trie of names (a small hash table for each
   object) and, for each wanted value, what kind it is and within which limits. The schema is data,
   so that one kernel, compiled once and cached, serves every table.
2. `record.py` walks through a record once. A name is looked up by its first eight bytes and its
   length; a value that nobody wants is checked and skipped (`skip.py`); a wanted one is read
   straight into its column's memory (`take.py`). Plain text is crossed 32 bytes at a time.
3. Texts are noted as spans and copied together afterwards, column by column; other columns are
   complete when the scan ends (`columns.py` hands their memory to Arrow).
4. The scanner says "read" or "not by me", never "wrong". What it leaves (odd conversions, repeated
   names, escapes in names, what is no JSON at all) goes record by record to the exact path in
   `formats/json/exact.py`, which alone decides and words the reason. So the two can only differ
   where the scanner accepts, and the property tests compare them there.

Memory: kernels read no byte at or beyond the buffer's end; no padding is asked of callers.
"""
