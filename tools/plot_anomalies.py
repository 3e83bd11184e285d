"""Draw docs/images/anomalies.svg: a real series, its usual range, its scores and what is flagged.

Run `python tools/plot_anomalies.py`; the series is read from $PENSTOCK_DATA/nab, never copied.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import numpy as np

from penstock.learning import Detector, DetectorConfig, ForestConfig, GradingConfig

SERIES = "nyc_taxi.csv"
IMAGE = Path(__file__).parent.parent / "docs" / "images" / "anomalies.svg"
WIDTH, HEIGHT, PANELS = 900, 130, 3
LINE, FLAG = "#33658a", "#b33a3a"


def main() -> None:
    """Score the series and write the image, or say that it is not there."""
    path = Path(os.environ.get("PENSTOCK_DATA", "data")) / "nab" / SERIES
    if not path.exists():
        sys.exit(f"{path} is not there: set PENSTOCK_DATA to a folder with nab/{SERIES}")
    with path.open() as file:
        values = np.array([float(row["value"]) for row in csv.DictReader(file)])
    IMAGE.write_text(drawing(values))
    print(f"{IMAGE} drawn from {len(values)} rows")


def drawing(values: np.ndarray) -> str:
    """Return the image: plain scores above, then those of a day in sequence, flags in red."""
    plain = _judged(values, shingle=1)
    days = _judged(values, shingle=48)
    panels = [
        ("half-hourly passengers; red: flagged with shingle_size = 48", values, days[1]),
        ("anomaly_score, one row at a time", plain[0], plain[1]),
        ("anomaly_score, shingle_size = 48 (a day of rows in sequence)", days[0], days[1]),
    ]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {PANELS * HEIGHT}">']
    for number, (title, line, flags) in enumerate(panels):
        parts += _panel(number * HEIGHT, title, line, flags)
    return "\n".join([*parts, "</svg>\n"])


def _judged(values: np.ndarray, shingle: int) -> tuple[np.ndarray, np.ndarray]:
    config = DetectorConfig(ForestConfig(shingle=shingle, seed=1), grading=GradingConfig())
    found = Detector(config).detect(values)
    return found.scores, np.flatnonzero(np.nan_to_num(found.grades) > 0)


def _panel(top: int, title: str, line: np.ndarray, flags: np.ndarray) -> list[str]:
    """Draw one line into a panel, as the lowest and highest value of each pixel's rows."""
    low, high = float(line.min()), float(line.max())
    heights = top + HEIGHT - 8 - (line - low) / (high - low) * (HEIGHT - 30)
    places = np.arange(len(line)) / len(line) * WIDTH
    columns = np.array_split(np.arange(len(line)), WIDTH)
    points = [
        f"{places[chosen[0]]:.0f},{end(heights[chosen]):.0f}"
        for chosen in columns
        for end in (np.min, np.max)
    ]
    marks = [
        f'<circle cx="{places[row]:.1f}" cy="{heights[row]:.1f}" r="2.5" fill="{FLAG}"/>'
        for row in flags
    ]
    text = f'<text x="4" y="{top + 13}" font-family="sans-serif" font-size="11">{title}: '
    text += f"{low:.4g} to {high:.4g}</text>"
    drawn = f'<polyline fill="none" stroke="{LINE}" points="{" ".join(points)}"/>'
    return [text, drawn, *marks]


if __name__ == "__main__":
    main()
