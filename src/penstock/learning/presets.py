"""Named sets of defaults for a forest over one kind of data, under the names that SQL has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from penstock.learning.config import ForestConfig
from penstock.learning.detection import DetectorConfig
from penstock.learning.grading import GradingConfig
from penstock.learning.season import Season


@dataclass(frozen=True, slots=True)
class Preset:
    """Defaults of the arguments of RANDOM_CUT_FOREST; without any they are AWS's."""

    number_of_trees: int = 100
    sub_sample_size: int = 256
    time_decay: int = 100_000
    output_after: int | None = None
    repeat_gap: int | None = None

    def detector(
        self, seed: int, grading: GradingConfig | None = None, season: Season | None = None
    ) -> DetectorConfig:
        """Return the detector of one column that has these settings.

        >>> PRESETS["metrics"].detector(seed=1).forest.sample
        4096
        """
        forest = ForestConfig(
            self.number_of_trees,
            self.sub_sample_size,
            self.time_decay,
            output_after=self.output_after,
            seed=seed,
        )
        return DetectorConfig(forest, grading=grading, repeat_gap=self.repeat_gap, season=season)


PRESETS: Mapping[str, Preset] = {
    "aws": Preset(),
    # A metric's tails need a long memory; a day of values every five minutes is one disturbance.
    "metrics": Preset(number_of_trees=50, sub_sample_size=4_096, output_after=256, repeat_gap=300),
}
"""What is known by name: the defaults of AWS's function; one column that monitors something."""
