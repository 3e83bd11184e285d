"""Scripts that users have: the accidents notebook and Nexmark, as they stand."""

ACCIDENTS = """%flink.ssql(type=update)

DROP TABLE IF EXISTS us_accidents_stream;
CREATE TABLE us_accidents_stream (
    `ID` VARCHAR(50),
    `Severity` BIGINT,
    `Start_Time` VARCHAR(50),
    `End_Time` VARCHAR(50),
    `Start_Lat` DOUBLE,
    `Start_Lng` DOUBLE,
    `End_Lat` DOUBLE,
    `End_Lng` DOUBLE,
    `Distance(mi)` DOUBLE,
    `Description` VARCHAR(1024),
    `Number` DOUBLE,
    `Street` VARCHAR(50),
    `Side` VARCHAR(10),
    `City` VARCHAR(50),
    `County` VARCHAR(50),
    `State` VARCHAR(10),
    `Zipcode` VARCHAR(15),
    `Country` VARCHAR(10),
    `Timezone` VARCHAR(30),
    `Airport_Code` VARCHAR(10),
    `Weather_Timestamp` VARCHAR(50),
    `Temperature(F)` DOUBLE,
    `Wind_Chill(F)` DOUBLE,
    `Humidity(%)` DOUBLE,
    `Pressure(in)` DOUBLE,
    `Visibility(mi)` DOUBLE,
    `Wind_Direction` VARCHAR(10),
    `Wind_Speed(mph)` DOUBLE,
    `Precipitation(in)` DOUBLE,
    `Weather_Condition` VARCHAR(50),
    `Amenity` BOOLEAN,
    `Bump` BOOLEAN,
    `Crossing` BOOLEAN,
    `Give_Way` BOOLEAN,
    `Junction` BOOLEAN,
    `No_Exit` BOOLEAN,
    `Railway` BOOLEAN,
    `Roundabout` BOOLEAN,
    `Station` BOOLEAN,
    `Stop` BOOLEAN,
    `Traffic_Calming` BOOLEAN,
    `Traffic_Signal` BOOLEAN,
    `Turning_Loop` BOOLEAN,
    `Sunrise_Sunset` VARCHAR(10),
    `Civil_Twilight` VARCHAR(10),
    `Nautical_Twilight` VARCHAR(10),
    `Astronomical_Twilight` VARCHAR(10),
    `Txn_Timestamp` TIMESTAMP(3),
    WATERMARK FOR Txn_Timestamp AS Txn_Timestamp - INTERVAL '5' SECOND
)
PARTITIONED BY (Severity)
WITH (
    'connector' = 'kinesis',
    'stream' = 'us-accidents-data-stream-01',
    'aws.region' = 'us-east-1',
    'scan.stream.initpos' = 'LATEST',
    'format' = 'json',
    'json.timestamp-format.standard' = 'ISO-8601'
)

%flink.ssql(type=update)

CREATE TABLE us_accidents_stream_1_results (
    `ID` VARCHAR(50),
    `Severity` BIGINT,
    `City` VARCHAR(50),
    `County` VARCHAR(50),
    `Txn_Timestamp` TIMESTAMP(3)
)
PARTITIONED BY (Severity)
WITH (
    'connector' = 'kinesis',
    'stream' = 'us-accidents-data-stream-02',
    'aws.region' = 'us-east-1',
    'format' = 'json',
    'json.timestamp-format.standard' = 'ISO-8601'
);

%flink.ssql(type=update)
INSERT INTO us_accidents_stream_1_results
SELECT ID, Severity, City, County, Txn_Timestamp
FROM us_accidents_stream
WHERE Severity > 3
"""

NEXMARK = """
CREATE TABLE datagen (
    event_type int,
    person ROW<
        id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR,
        state VARCHAR, `dateTime` TIMESTAMP(3), extra VARCHAR>,
    auction ROW<
        id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT, reserve BIGINT,
        `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT,
        extra VARCHAR>,
    bid ROW<
        auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR,
        `dateTime` TIMESTAMP(3), extra VARCHAR>,
    `dateTime` AS
        CASE
            WHEN event_type = 0 THEN person.`dateTime`
            WHEN event_type = 1 THEN auction.`dateTime`
            ELSE bid.`dateTime`
        END,
    WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'nexmark', 'first-event.rate' = '10000');

CREATE VIEW person AS
SELECT person.id, person.name, person.emailAddress, person.creditCard, person.city, person.state,
    `dateTime`, person.extra
FROM datagen WHERE event_type = 0;

CREATE VIEW auction AS
SELECT auction.id, auction.itemName, auction.description, auction.initialBid, auction.reserve,
    `dateTime`, auction.expires, auction.seller, auction.category, auction.extra
FROM datagen WHERE event_type = 1;

CREATE VIEW bid AS
SELECT bid.auction, bid.bidder, bid.price, bid.channel, bid.url, `dateTime`, bid.extra
FROM datagen WHERE event_type = 2;

CREATE TABLE nexmark_q1 (
    auction BIGINT, bidder BIGINT, price DECIMAL(23, 3), `dateTime` TIMESTAMP(3), extra VARCHAR
) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q1
SELECT auction, bidder, 0.908 * price AS price, `dateTime`, extra FROM bid;

CREATE TABLE nexmark_q2 (auction BIGINT, price BIGINT) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q2 SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0;

CREATE TABLE counts (auction BIGINT, num BIGINT, starttime TIMESTAMP(3), endtime TIMESTAMP(3))
WITH ('connector' = 'blackhole');

INSERT INTO counts
SELECT auction, count(*) AS num, window_start AS starttime, window_end AS endtime
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end;
"""
