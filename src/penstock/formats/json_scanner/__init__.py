"""Our own JSON scanner: a few compiled kernels for all schemas, every record checked in full.

docs/decoder.md explains it at length. In short, from the outside in:

1. `plan.py` turns the wanted columns into numbers: a trie of names (a small hash table for each
   object) and, for each wanted value, what kind it is and within which limits. The schema is data,
   so that kernels, compiled once and cached, serve every table.
2. Records of one stream look alike. `path.py` and `shapes.py` learn from a few of them which
   literal bytes follow which; `follow.py` reads a record of a known shape by comparing literals a
   line of 64 bytes at a time, and takes or skips the values between (`steps.py`). `foresight.py`
   sees to it that neither learning nor trying in vain costs much.
3. `record.py` walks through what has no known shape. A name is looked up by its first eight bytes
   and its length; a value that nobody wants is checked and skipped (`skip.py`); a wanted one is
   read straight into its column's memory (`take.py`).
4. Texts are noted as spans and copied together afterwards; other columns are complete when the scan
   ends (`formats/scanned.py` hands their memory to Arrow).
5. A reader says "read" or "not by me", never "wrong". What both leave (odd conversions, repeated
   names, escapes in names, what is no JSON at all) goes record by record to the exact path in
   `formats/json/exact.py`, which alone decides and words the reason. So they can only differ from
   it where they accept, and the property tests and the fuzzer compare them there.

Memory: kernels read no byte at or beyond the buffer's end; no padding is asked of callers.
"""
