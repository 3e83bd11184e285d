"""A folder as a running job: load, wire, run, checkpoint, recover."""
