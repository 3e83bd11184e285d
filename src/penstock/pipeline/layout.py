"""The names of what lies in a pipeline's folder."""

SCRIPT = "pipeline.sql"
SETTINGS = "penstock.toml"
DASHBOARD = "dashboard.toml"
STATE = ".penstock"
CHECKPOINTS = "checkpoints"
