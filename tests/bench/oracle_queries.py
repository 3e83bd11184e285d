"""What each Nexmark query answers, once more in DuckDB's SQL, over all events at once.

`place` is an event's place in the stream; where rows tie, arrival decides, as in Flink.
"""

from __future__ import annotations

VIEWS = """
CREATE VIEW person AS SELECT unnest(person), place FROM events WHERE event_type = 0;
CREATE VIEW auction AS SELECT unnest(auction), place FROM events WHERE event_type = 1;
CREATE VIEW bid AS SELECT unnest(bid), place FROM events WHERE event_type = 2;
CREATE VIEW hop AS
SELECT bid.*, time_bucket(INTERVAL 2 SECOND, dateTime) - INTERVAL (2 * k) SECOND AS start
FROM bid, range(5) AS windows(k);
CREATE VIEW counted AS SELECT auction, start, count(*) AS num FROM hop GROUP BY ALL;
"""


def _levels(what: str, name: str) -> str:
    ranks = {
        "total": "true",
        "rank1": "price < 10000",
        "rank2": "price >= 10000 AND price < 1000000",
        "rank3": "price >= 1000000",
    }
    return ", ".join(
        f"{what} FILTER (WHERE {rule}) AS {rank}_{name}" for rank, rule in ranks.items()
    )


_DAY = "strftime(dateTime, '%Y-%m-%d')"
_LEVELS = ", ".join(
    (
        _levels("count(*)", "bids"),
        _levels("count(DISTINCT bidder)", "bidders"),
        _levels("count(DISTINCT auction)", "auctions"),
    )
)
_PRICE = "CAST(0.908 AS DECIMAL(4, 3)) * price"
_NUMBERED = "regexp_matches(url, '(&|^)channel_id=([^&]*)')"
_ID = f"CASE WHEN {_NUMBERED} THEN regexp_extract(url, '(&|^)channel_id=([^&]*)', 2) END"
_HOT = "lower(channel) IN ('apple', 'google', 'facebook', 'baidu')"
_BID = "auction, bidder, price, channel, url, dateTime, extra"
ORACLE = {
    "q0": "SELECT auction, bidder, price, dateTime, extra FROM bid",
    "q1": f"SELECT auction, bidder, {_PRICE}, dateTime, extra FROM bid",
    "q2": "SELECT auction, price FROM bid WHERE auction % 123 = 0",
    "q3": """SELECT P.name, P.city, P.state, A.id FROM auction A JOIN person P ON A.seller = P.id
        WHERE A.category = 10 AND P.state IN ('OR', 'ID', 'CA')""",
    "q4": """SELECT category, sum(final)::BIGINT // count(*) FROM (
            SELECT A.id, A.category, max(B.price) AS final FROM auction A, bid B
            WHERE A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires GROUP BY ALL)
        GROUP BY category""",
    "q5": """SELECT auction, num FROM counted
        WHERE num >= (SELECT max(num) FROM counted AS others WHERE others.start = counted.start)""",
    "q7": """SELECT B.auction, B.bidder, B.price, B.dateTime, B.extra FROM bid B, (
            SELECT max(price) AS best, time_bucket(INTERVAL 10 SECOND, dateTime) AS start
            FROM bid GROUP BY start) W
        WHERE B.price = W.best
            AND B.dateTime BETWEEN W.start AND W.start + INTERVAL 10 SECOND""",
    "q8": """SELECT DISTINCT P.id, P.name, time_bucket(INTERVAL 10 SECOND, P.dateTime)
        FROM person P, auction A WHERE P.id = A.seller
            AND time_bucket(INTERVAL 10 SECOND, P.dateTime)
                = time_bucket(INTERVAL 10 SECOND, A.dateTime)""",
    "q9": """SELECT * EXCLUDE (place) FROM (
            SELECT A.* EXCLUDE (place), B.auction, B.bidder, B.price, B.dateTime AS bid_dateTime,
                B.extra AS bid_extra, B.place
            FROM auction A, bid B
            WHERE A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires)
        QUALIFY row_number() OVER (
            PARTITION BY id ORDER BY price DESC, bid_dateTime, place) = 1""",
    "q10": f"""SELECT auction, bidder, price, dateTime, extra, {_DAY},
            strftime(dateTime, '%H:%M') FROM bid""",
    "q11": """SELECT bidder, count(*), min(dateTime), max(dateTime) + INTERVAL 10 SECOND FROM (
            SELECT *, sum(begins) OVER (PARTITION BY bidder ORDER BY dateTime, place) AS session
            FROM (SELECT *, coalesce(dateTime - lag(dateTime) OVER (
                    PARTITION BY bidder ORDER BY dateTime, place) > INTERVAL 10 SECOND, true)::INT
                AS begins FROM bid))
        GROUP BY bidder, session""",
    "q13": "SELECT auction, bidder, price, dateTime, (auction % 10000)::VARCHAR FROM bid",
    "q14": f"""SELECT auction, bidder, {_PRICE},
            CASE WHEN hour(dateTime) BETWEEN 8 AND 18 THEN 'dayTime'
                WHEN hour(dateTime) <= 6 OR hour(dateTime) >= 20 THEN 'nightTime'
                ELSE 'otherTime' END,
            dateTime, extra, length(extra) - length(replace(extra, 'c', ''))
        FROM bid WHERE {_PRICE} > 1000000 AND {_PRICE} < 50000000""",
    "q15": f"SELECT {_DAY}, {_LEVELS} FROM bid GROUP BY {_DAY}",
    "q16": f"""SELECT channel, {_DAY}, max(strftime(dateTime, '%H:%M')), {_LEVELS}
        FROM bid GROUP BY channel, {_DAY}""",
    "q17": f"""SELECT auction, {_DAY}, {_levels("count(*)", "bids")}, min(price), max(price),
            sum(price)::BIGINT // count(*), sum(price)::BIGINT FROM bid GROUP BY auction, {_DAY}""",
    "q18": f"""SELECT {_BID} FROM bid QUALIFY row_number() OVER (
            PARTITION BY bidder, auction ORDER BY dateTime DESC, place DESC) = 1""",
    "q19": f"""SELECT {_BID}, row_number() OVER (
            PARTITION BY auction ORDER BY price DESC, place) AS rank_number
        FROM bid QUALIFY rank_number <= 10""",
    "q20": """SELECT auction, bidder, price, channel, url, B.dateTime, B.extra, itemName,
            description, initialBid, reserve, A.dateTime, expires, seller, category, A.extra
        FROM bid B JOIN auction A ON B.auction = A.id WHERE A.category = 10""",
    "q21": f"""SELECT auction, bidder, price, channel,
            CASE lower(channel) WHEN 'apple' THEN '0' WHEN 'google' THEN '1'
                WHEN 'facebook' THEN '2' WHEN 'baidu' THEN '3' ELSE {_ID} END
        FROM bid WHERE {_NUMBERED} OR {_HOT}""",
    "q22": """SELECT auction, bidder, price, channel, split_part(url, '/', 4),
            split_part(url, '/', 5), split_part(url, '/', 6) FROM bid""",
    "q23": """SELECT bidder, price, channel, url, B.extra, P.id, name, emailAddress, creditCard,
            city, state, P.extra, itemName, description, initialBid, reserve, A.dateTime, expires,
            seller, category, A.extra
        FROM bid B JOIN person P ON P.id = B.bidder JOIN auction A ON A.seller = B.bidder""",
}
"""A query for each of the suite's but q12, which depends on the clock, and the patterns."""
