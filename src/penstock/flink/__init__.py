"""The same plan, for a Flink cluster."""
