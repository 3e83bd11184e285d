"""A simulated wind farm: turbines at named places, a daily cycle, gusts, noise, and anomalies.

Each reading is a function of seed, tick and place alone, so a run with a seed repeats to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.types import BIGINT, DOUBLE, STRING, TIMESTAMP_LTZ_3, Field, Schema

Floats = npt.NDArray[np.float64]

PLACES: tuple[tuple[str, float, float, float], ...] = (
    ("Alta, CA", 35.02, -118.32, 16.0),
    ("Shepherds Flat, OR", 45.70, -120.06, 15.0),
    ("Roscoe, TX", 32.45, -100.54, 18.0),
    ("Horse Hollow, TX", 32.19, -100.03, 17.5),
    ("Fowler Ridge, IN", 40.61, -87.32, 15.5),
    ("Meadow Lake, IN", 40.60, -86.87, 15.0),
    ("Limon, CO", 39.38, -103.59, 18.5),
    ("Rolling Hills, IA", 41.23, -94.73, 17.0),
)
"""Name, latitude and longitude in degrees, and mean wind in mph; the sites are real ones."""
SCHEMA = Schema(
    (
        Field("timestamp", TIMESTAMP_LTZ_3),
        Field("location", STRING),
        Field("turbine", STRING),
        Field("wind_speed", DOUBLE),
        Field("rotor_rpm", DOUBLE),
        Field("power_kw", DOUBLE),
        Field("temperature", DOUBLE),
        Field("latitude", DOUBLE),
        Field("longitude", DOUBLE),
        Field("reading", BIGINT),
    )
)
ANOMALIES = ("storm", "stuck", "runaway")
DAY_US = 86_400_000_000
RATED_MPH, CUT_OUT_MPH, RATED_KW = 27.0, 56.0, 2_000.0


@dataclass(frozen=True, slots=True)
class WindFarm:
    """The farm's constants. `places` of the list above take part, with one turbine each."""

    seed: int
    places: int = len(PLACES)

    def rows(self, tick: int, at_us: int, anomaly: tuple[str, int] | None) -> pa.RecordBatch:
        """Return one reading per place; `anomaly` is a kind and the ticks that it has lasted."""
        chance = np.random.Generator(np.random.PCG64([self.seed, tick]))
        usual = self._wind(at_us, chance)
        wind, rpm_factor = usual, np.ones(self.places)
        if anomaly is not None:
            wind, rpm_factor = self._disturb(usual, anomaly)
        rpm = np.clip(wind * 0.62, 0.0, 17.0) * rpm_factor + chance.normal(0, 0.05, self.places)
        return self._batch(tick, at_us, wind, np.maximum(rpm, 0.0), chance)

    def _wind(self, at_us: int, chance: np.random.Generator) -> Floats:
        mean = np.array([place[3] for place in PLACES[: self.places]])
        seconds = at_us / 1e6
        phase = np.random.Generator(np.random.PCG64(self.seed)).uniform(
            0, 2 * np.pi, (4, self.places)
        )
        daily = 0.12 * np.sin(2 * np.pi * at_us / DAY_US + phase[0] / 8)
        # Gusts: three waves of unlike length, so that the sum does not repeat while one watches.
        waves = ((97.0, 0.07), (41.0, 0.05), (13.7, 0.03))
        gusts = sum(
            size * np.sin(2 * np.pi * seconds / length + phase[row])
            for row, (length, size) in enumerate(waves, 1)
        )
        noise = chance.normal(0, 0.02, self.places)
        wind: Floats = np.maximum(mean * (1 + daily + gusts + noise), 0.0)
        return wind

    def _disturb(self, usual: Floats, anomaly: tuple[str, int]) -> tuple[Floats, Floats]:
        kind, lasted = anomaly
        wind, rpm_factor = usual.copy(), np.ones(self.places)
        struck = slice(2, 4) if kind == "storm" else slice(0, 1) if kind == "stuck" else slice(6, 7)
        if kind == "storm":
            wind[struck] = usual[struck] + min(1.0, (lasted + 1) / 8) * 62.0
        elif kind == "stuck":
            wind[struck] = 0.0
        else:
            wind[struck] = usual[struck] + 40.0
            rpm_factor[struck] = 2.4
        return wind, rpm_factor

    def _batch(
        self, tick: int, at_us: int, wind: Floats, rpm: Floats, chance: np.random.Generator
    ) -> pa.RecordBatch:
        count = self.places
        names, latitudes, longitudes, _ = zip(*PLACES[:count], strict=True)
        share = np.clip(wind / RATED_MPH, 0.0, 1.0) ** 3
        power = np.where(wind > CUT_OUT_MPH, 0.0, share * RATED_KW)
        temperature = (
            55 + 12 * np.sin(2 * np.pi * at_us / DAY_US - 2) + chance.normal(0, 0.1, count)
        )
        columns = (
            pa.array(np.full(count, at_us), pa.int64()).cast(pa.timestamp("us", "UTC")),
            pa.array(names),
            pa.array([f"T{number + 1:02d}" for number in range(count)]),
            pa.array(np.round(wind, 2)),
            pa.array(np.round(rpm, 2)),
            pa.array(np.round(power, 1)),
            pa.array(np.round(temperature, 1)),
            pa.array(latitudes),
            pa.array(longitudes),
            pa.array(np.full(count, tick), pa.int64()),
        )
        return pa.RecordBatch.from_arrays(list(columns), schema=SCHEMA.arrow)
