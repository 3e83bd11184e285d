"""Random cut forests: anomaly scores for streams, per key, that survive a restart."""

from penstock.learning.config import BadForestSetting, ForestConfig
from penstock.learning.detector import Detection, Detector, DetectorConfig, Missing
from penstock.learning.detectors import Detectors
from penstock.learning.forest import Forest
from penstock.learning.grading import GradingConfig
from penstock.learning.insight import Findings
from penstock.learning.intake import WrongWidth
from penstock.learning.parts import Pool, pool_of
from penstock.learning.presets import PRESETS, Preset
from penstock.learning.questions import (
    Forecast,
    Neighbours,
    NoShingle,
    forecast,
    impute,
    neighbours,
)
from penstock.learning.snapshot import UnreadableSnapshot
from penstock.learning.warm import warm

__all__ = [
    "PRESETS",
    "BadForestSetting",
    "Detection",
    "Detector",
    "DetectorConfig",
    "Detectors",
    "Findings",
    "Forecast",
    "Forest",
    "ForestConfig",
    "GradingConfig",
    "Missing",
    "Neighbours",
    "NoShingle",
    "Pool",
    "Preset",
    "UnreadableSnapshot",
    "WrongWidth",
    "forecast",
    "impute",
    "neighbours",
    "pool_of",
    "warm",
]
