"""SQL functions: signature, kernel and example in one place."""
