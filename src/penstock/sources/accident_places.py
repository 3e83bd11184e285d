"""Places where simulated accidents happen: real cities with county, roads, zone and airport."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A city; `weight` is its share of accidents, `hours` its zone's offset in winter."""

    city: str
    county: str
    state: str
    latitude: float
    longitude: float
    zipcode: str
    zone: str
    hours: int
    airport: str
    weight: float
    roads: tuple[str, ...]


EAST, CENTRAL, MOUNTAIN, PACIFIC = "US/Eastern", "US/Central", "US/Mountain", "US/Pacific"
PLACES: tuple[Place, ...] = (
    Place("Los Angeles", "Los Angeles", "CA", 34.05, -118.24, "90012", PACIFIC, -8, "KCQT", 9.0, ("I-5 N", "US-101 S", "I-10 E", "I-405 S")),
    Place("San Diego", "San Diego", "CA", 32.72, -117.16, "92101", PACIFIC, -8, "KSAN", 3.5, ("I-5 S", "I-8 E", "I-15 N")),
    Place("Sacramento", "Sacramento", "CA", 38.58, -121.49, "95814", PACIFIC, -8, "KSAC", 3.4, ("I-80 E", "CA-99 N", "US-50 W")),
    Place("San Jose", "Santa Clara", "CA", 37.34, -121.89, "95113", PACIFIC, -8, "KSJC", 2.2, ("US-101 N", "I-280 S", "CA-85 N")),
    Place("Oakland", "Alameda", "CA", 37.80, -122.27, "94607", PACIFIC, -8, "KOAK", 1.8, ("I-880 N", "I-580 W", "CA-24 E")),
    Place("Portland", "Multnomah", "OR", 45.52, -122.68, "97204", PACIFIC, -8, "KPDX", 2.6, ("I-5 N", "I-84 E", "US-26 W")),
    Place("Seattle", "King", "WA", 47.61, -122.33, "98101", PACIFIC, -8, "KBFI", 2.4, ("I-5 S", "I-90 E", "WA-99 N")),
    Place("Las Vegas", "Clark", "NV", 36.17, -115.14, "89101", PACIFIC, -8, "KVGT", 1.2, ("I-15 S", "US-95 N")),
    Place("Phoenix", "Maricopa", "AZ", 33.45, -112.07, "85004", MOUNTAIN, -7, "KPHX", 3.0, ("I-10 W", "I-17 N", "AZ-51 S")),
    Place("Salt Lake City", "Salt Lake", "UT", 40.76, -111.89, "84101", MOUNTAIN, -7, "KSLC", 1.8, ("I-15 N", "I-80 W", "I-215 S")),
    Place("Denver", "Denver", "CO", 39.74, -104.99, "80202", MOUNTAIN, -7, "KBKF", 2.0, ("I-25 N", "I-70 E", "US-6 W")),
    Place("Albuquerque", "Bernalillo", "NM", 35.08, -106.65, "87102", MOUNTAIN, -7, "KABQ", 0.8, ("I-25 S", "I-40 E")),
    Place("Dallas", "Dallas", "TX", 32.78, -96.80, "75201", CENTRAL, -6, "KDAL", 4.6, ("I-35E N", "I-30 E", "US-75 S")),
    Place("Houston", "Harris", "TX", 29.76, -95.37, "77002", CENTRAL, -6, "KHOU", 5.2, ("I-45 S", "I-10 W", "US-59 N", "I-610 W")),
    Place("Austin", "Travis", "TX", 30.27, -97.74, "78701", CENTRAL, -6, "KATT", 2.6, ("I-35 N", "US-183 S", "TX-1 N")),
    Place("San Antonio", "Bexar", "TX", 29.42, -98.49, "78205", CENTRAL, -6, "KSAT", 1.8, ("I-10 E", "I-35 S", "US-281 N")),
    Place("Oklahoma City", "Oklahoma", "OK", 35.47, -97.52, "73102", CENTRAL, -6, "KPWA", 1.4, ("I-35 S", "I-40 W", "I-44 E")),
    Place("Minneapolis", "Hennepin", "MN", 44.98, -93.27, "55401", CENTRAL, -6, "KMIC", 2.2, ("I-35W S", "I-94 W", "I-394 E")),
    Place("Chicago", "Cook", "IL", 41.88, -87.63, "60602", CENTRAL, -6, "KMDW", 3.0, ("I-90 W", "I-94 E", "I-290 W", "I-55 S")),
    Place("Saint Louis", "Saint Louis", "MO", 38.63, -90.20, "63101", CENTRAL, -6, "KCPS", 1.4, ("I-64 W", "I-70 E", "I-44 W")),
    Place("New Orleans", "Orleans", "LA", 29.95, -90.07, "70112", CENTRAL, -6, "KNEW", 1.3, ("I-10 E", "I-610 W", "US-90 W")),
    Place("Baton Rouge", "East Baton Rouge", "LA", 30.45, -91.19, "70801", CENTRAL, -6, "KBTR", 2.4, ("I-10 W", "I-12 E", "I-110 N")),
    Place("Nashville", "Davidson", "TN", 36.16, -86.78, "37201", CENTRAL, -6, "KBNA", 2.4, ("I-24 E", "I-40 W", "I-65 N")),
    Place("Atlanta", "Fulton", "GA", 33.75, -84.39, "30303", EAST, -5, "KATL", 3.2, ("I-75 N", "I-85 S", "I-285 W", "I-20 E")),
    Place("Charlotte", "Mecklenburg", "NC", 35.23, -80.84, "28202", EAST, -5, "KCLT", 4.4, ("I-77 N", "I-85 N", "I-485 S")),
    Place("Raleigh", "Wake", "NC", 35.78, -78.64, "27601", EAST, -5, "KRDU", 2.8, ("I-40 E", "I-440 W", "US-1 N")),
    Place("Miami", "Miami-Dade", "FL", 25.76, -80.19, "33131", EAST, -5, "KMIA", 5.6, ("I-95 N", "FL-826 S", "FL-836 W")),
    Place("Orlando", "Orange", "FL", 28.54, -81.38, "32801", EAST, -5, "KORL", 4.0, ("I-4 E", "FL-408 W", "FL-417 N")),
    Place("Jacksonville", "Duval", "FL", 30.33, -81.66, "32202", EAST, -5, "KCRG", 1.8, ("I-95 S", "I-10 W", "I-295 N")),
    Place("Washington", "District of Columbia", "DC", 38.91, -77.04, "20001", EAST, -5, "KDCA", 1.8, ("I-395 N", "I-295 S", "US-50 E")),
    Place("Baltimore", "Baltimore", "MD", 39.29, -76.61, "21202", EAST, -5, "KDMH", 2.0, ("I-95 N", "I-695 W", "I-83 N")),
    Place("Philadelphia", "Philadelphia", "PA", 39.95, -75.17, "19107", EAST, -5, "KPHL", 2.4, ("I-95 S", "I-76 W", "US-1 N")),
    Place("Pittsburgh", "Allegheny", "PA", 40.44, -80.00, "15222", EAST, -5, "KAGC", 1.5, ("I-376 E", "I-279 N", "PA-28 N")),
    Place("New York", "New York", "NY", 40.71, -74.01, "10007", EAST, -5, "KNYC", 2.6, ("I-95 N", "FDR Dr S", "I-278 W")),
    Place("Boston", "Suffolk", "MA", 42.36, -71.06, "02108", EAST, -5, "KBOS", 1.3, ("I-93 S", "I-90 W", "MA-1A N")),
    Place("Columbus", "Franklin", "OH", 39.96, -83.00, "43215", EAST, -5, "KOSU", 1.6, ("I-70 E", "I-71 N", "I-270 W")),
    Place("Cincinnati", "Hamilton", "OH", 39.10, -84.51, "45202", EAST, -5, "KLUK", 1.3, ("I-75 S", "I-71 N", "I-275 E")),
    Place("Dayton", "Montgomery", "OH", 39.76, -84.19, "45402", EAST, -5, "KDAY", 1.1, ("I-75 N", "I-70 E", "US-35 W")),
    Place("Indianapolis", "Marion", "IN", 39.77, -86.16, "46204", EAST, -5, "KEYE", 1.5, ("I-65 N", "I-70 W", "I-465 S")),
    Place("Detroit", "Wayne", "MI", 42.33, -83.05, "48226", EAST, -5, "KDET", 1.8, ("I-94 E", "I-75 S", "I-96 W")),
)  # fmt: skip
