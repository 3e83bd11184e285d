"""What operators remember: keys found by hash, dense columns beside them, handed over as Arrow."""
