"""What every room shares: types, batches, time, errors and the protocols between rooms."""
