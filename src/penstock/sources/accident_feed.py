"""Simulated road accidents in the US Accidents layout: place, clock, weather and severity agree.

An accident is a function of seed and tick alone. Cities have their share of accidents, the hour's
share follows the commute, weather follows latitude, season and hour, and severity follows weather,
road and darkness.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    STRING,
    TIMESTAMP_3,
    Field,
    Schema,
    SqlType,
)
from penstock.sources.accident_places import PLACES, Place

ROAD_FEATURES = (
    "Amenity", "Bump", "Crossing", "Give_Way", "Junction", "No_Exit", "Railway", "Roundabout",
    "Station", "Stop", "Traffic_Calming", "Traffic_Signal", "Turning_Loop",
)  # fmt: skip
FEATURE_SHARES = (
    0.012, 0.0005, 0.11, 0.005, 0.075, 0.0025, 0.009, 0.0001, 0.026, 0.028, 0.001, 0.15, 0.0,
)  # fmt: skip
_TEXTS = (
    "Description", "Number", "Street", "Side", "City", "County", "State", "Zipcode", "Country",
    "Timezone", "Airport_Code",
)  # fmt: skip
_MEASURES = (
    "Temperature(F)", "Wind_Chill(F)", "Humidity(%)", "Pressure(in)", "Visibility(mi)",
)  # fmt: skip


def _fields(names: tuple[str, ...], type_: SqlType) -> tuple[Field, ...]:
    return tuple(Field(name, type_) for name in names)


SCHEMA = Schema(
    (
        Field("ID", STRING),
        Field("Severity", BIGINT),
        *_fields(("Start_Time", "End_Time"), TIMESTAMP_3),
        *_fields(("Start_Lat", "Start_Lng", "End_Lat", "End_Lng", "Distance(mi)"), DOUBLE),
        *_fields(_TEXTS, STRING),
        Field("Weather_Timestamp", TIMESTAMP_3),
        *_fields(_MEASURES, DOUBLE),
        Field("Wind_Direction", STRING),
        *_fields(("Wind_Speed(mph)", "Precipitation(in)"), DOUBLE),
        Field("Weather_Condition", STRING),
        *_fields(ROAD_FEATURES, BOOLEAN),
        *_fields(
            ("Sunrise_Sunset", "Civil_Twilight", "Nautical_Twilight", "Astronomical_Twilight"),
            STRING,
        ),
        Field("Txn_Timestamp", TIMESTAMP_3),
    )
)
ANOMALIES = ("pileup", "ice")
WINDS = ("N", "NNE", "NE", "E", "SE", "S", "SSW", "SW", "W", "WNW", "NW", "CALM")
_WEIGHTS = np.array([place.weight for place in PLACES])
_SHARES = _WEIGHTS / _WEIGHTS.sum()
_RUSH = {7: 1.9, 8: 1.8, 16: 1.8, 17: 2.0, 18: 1.5}


@dataclass(frozen=True, slots=True)
class AccidentFeed:
    """The feed of one seed."""

    seed: int

    def rows(self, tick: int, at_us: int, anomaly: tuple[str, int] | None) -> pa.RecordBatch:
        """Return the one accident of a tick; an anomaly gathers bad ones around one city."""
        chance = np.random.Generator(np.random.PCG64([self.seed, tick]))
        at = datetime.fromtimestamp(at_us // 1000 / 1000, UTC).replace(tzinfo=None)
        kind = anomaly[0] if anomaly is not None and chance.random() < 0.7 else None
        place = PLACES[(self.seed + 24) % len(PLACES)] if kind else _choose(chance, at)
        weather = _weather(chance, place, at, icy=kind == "ice")
        row = {
            "ID": f"S-{tick + 1}",
            **_position(chance, place),
            **_times(chance, at, place),
            **weather,
            **_road(chance),
            **_light(at + timedelta(hours=place.hours)),
        }
        row["Severity"] = _severity(chance, row, kind)
        row["Description"] = _description(chance, row)
        values = [[row.get(name)] for name in SCHEMA.names]
        return pa.RecordBatch.from_arrays(
            [pa.array(v, f.type.arrow) for v, f in zip(values, SCHEMA.fields, strict=True)],
            schema=SCHEMA.arrow,
        )


def _choose(chance: np.random.Generator, at: datetime) -> Place:
    rush = np.array([_RUSH.get((at.hour + place.hours) % 24, 1.0) for place in PLACES])
    shares = _SHARES * rush
    return PLACES[int(chance.choice(len(PLACES), p=shares / shares.sum()))]


def _position(chance: np.random.Generator, place: Place) -> dict[str, Any]:
    latitude = place.latitude + chance.normal(0, 0.09)
    longitude = place.longitude + chance.normal(0, 0.11)
    miles = float(chance.exponential(0.6))
    return {
        "Start_Lat": round(latitude, 6),
        "Start_Lng": round(longitude, 6),
        "End_Lat": round(latitude + miles / 69 * chance.uniform(-1, 1), 6),
        "End_Lng": round(longitude + miles / 55 * chance.uniform(-1, 1), 6),
        "Distance(mi)": round(miles, 3),
        "Street": place.roads[int(chance.integers(len(place.roads)))],
        "Side": "R" if chance.random() < 0.84 else "L",
        "City": place.city,
        "County": place.county,
        "State": place.state,
        "Zipcode": place.zipcode,
        "Country": "US",
        "Timezone": place.zone,
        "Airport_Code": place.airport,
    }


def _times(chance: np.random.Generator, at: datetime, place: Place) -> dict[str, Any]:
    local = at + timedelta(hours=place.hours)
    whole = local.replace(microsecond=0)
    return {
        "Start_Time": whole,
        "End_Time": whole + timedelta(minutes=int(chance.gamma(2.0, 45.0)) + 15),
        "Weather_Timestamp": whole.replace(second=0) - timedelta(minutes=int(chance.integers(50))),
        "Txn_Timestamp": at,
    }


def _weather(
    chance: np.random.Generator, place: Place, at: datetime, *, icy: bool
) -> dict[str, Any]:
    day = at.timetuple().tm_yday
    hour = (at.hour + place.hours) % 24
    season = -np.cos(2 * np.pi * (day - 20) / 365)
    mean = 92 - 0.95 * (place.latitude - 20) * (1.25 - 0.55 * season)
    temperature = 24.0 if icy else mean + 9 * np.sin(np.pi * (hour - 9) / 12) + chance.normal(0, 6)
    wet = icy or chance.random() < 0.16
    cold = temperature < 33
    wind = float(chance.gamma(2.2, 3.6))
    condition = _condition(chance, wet, cold)
    hazy = condition in {"Fog", "Light Snow", "Snow", "Heavy Rain"}
    return {
        "Temperature(F)": round(float(temperature), 1),
        "Wind_Chill(F)": round(float(temperature - wind * 0.7 if cold else temperature), 1),
        "Humidity(%)": float(np.clip(round(chance.normal(84 if wet else 61, 12)), 8, 100)),
        "Pressure(in)": round(float(chance.normal(29.65 if wet else 29.95, 0.18)), 2),
        "Visibility(mi)": round(float(chance.uniform(0.3, 4)), 1) if hazy else 10.0,
        "Wind_Direction": "CALM" if wind < 1.5 else WINDS[int(chance.integers(len(WINDS) - 1))],
        "Wind_Speed(mph)": round(wind, 1),
        "Precipitation(in)": round(float(chance.exponential(0.06)), 2) if wet else 0.0,
        "Weather_Condition": condition,
    }


def _condition(chance: np.random.Generator, wet: bool, cold: bool) -> str:
    kinds: tuple[str, ...]
    if wet:
        kinds = ("Light Snow", "Snow") if cold else ("Light Rain", "Rain", "Heavy Rain")
    else:
        kinds = ("Fair", "Fair", "Clear", "Mostly Cloudy", "Partly Cloudy", "Overcast", "Fog")
    return kinds[int(chance.integers(len(kinds)))]


def _road(chance: np.random.Generator) -> dict[str, Any]:
    drawn = chance.random(len(ROAD_FEATURES)) < np.array(FEATURE_SHARES)
    return {name: bool(has) for name, has in zip(ROAD_FEATURES, drawn, strict=True)}


def _light(local: datetime) -> dict[str, Any]:
    noon_distance = abs(local.hour + local.minute / 60 - 12.5)
    half_day = 6.1 + 1.4 * np.cos(2 * np.pi * (local.timetuple().tm_yday - 172) / 365)
    edges = (0.0, 0.45, 1.0, 1.55)
    names = ("Sunrise_Sunset", "Civil_Twilight", "Nautical_Twilight", "Astronomical_Twilight")
    return {
        name: "Day" if noon_distance < half_day + edge else "Night"
        for name, edge in zip(names, edges, strict=True)
    }


def _severity(chance: np.random.Generator, row: dict[str, Any], kind: str | None) -> int:
    # Base shares of severities 1 to 4 as published; snow, motorways and darkness make it worse.
    worse = 0.25 * (row["Visibility(mi)"] < 2) + 0.2 * row["Street"].startswith("I-")
    worse += 0.15 * (row["Sunrise_Sunset"] == "Night") - 0.25 * row["Traffic_Signal"]
    worse += 2.2 if kind == "pileup" else 1.0 if kind else 0.0
    shares = np.array([0.009, 0.79, 0.17, 0.026]) * np.exp(np.array([-0.5, 0.0, 1.0, 2.0]) * worse)
    severity = 1 + int(chance.choice(4, p=shares / shares.sum()))
    # The sample that the notebook was made for has a few fives: the worst of the worst.
    return 5 if severity == 4 and chance.random() < (0.5 if kind else 0.12) else severity


def _description(chance: np.random.Generator, row: dict[str, Any]) -> str:
    what = ("Accident.", "Right lane blocked due to accident.", "Slow traffic.", "Road closed.")
    drawn = what[3] if row["Severity"] >= 4 else what[int(chance.integers(3))]
    return f"On {row['Street']} at Exit {int(chance.integers(1, 300))} - {drawn}"
