"""How well anomalies are found: labelled series, scored as the Numenta Anomaly Benchmark does."""
