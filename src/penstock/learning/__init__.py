"""Models that learn from a stream, first of all the random cut forest."""
