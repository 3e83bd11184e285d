-- Realtime accident analysis. Run it with --local: the Kinesis streams are then embedded ones.

-- The notebook's own statements.
CREATE TABLE us_accidents_stream (
    `ID` STRING,
    `Severity` BIGINT,
    `Start_Time` STRING,
    `End_Time` STRING,
    `Start_Lat` DOUBLE,
    `Start_Lng` DOUBLE,
    `End_Lat` DOUBLE,
    `End_Lng` DOUBLE,
    `Distance(mi)` DOUBLE,
    `Description` STRING,
    `Number` STRING,
    `Street` STRING,
    `Side` STRING,
    `City` STRING,
    `County` STRING,
    `State` STRING,
    `Zipcode` STRING,
    `Country` STRING,
    `Timezone` STRING,
    `Airport_Code` STRING,
    `Weather_Timestamp` STRING,
    `Temperature(F)` DOUBLE,
    `Wind_Chill(F)` DOUBLE,
    `Humidity(%)` DOUBLE,
    `Pressure(in)` DOUBLE,
    `Visibility(mi)` DOUBLE,
    `Wind_Direction` STRING,
    `Wind_Speed(mph)` DOUBLE,
    `Precipitation(in)` DOUBLE,
    `Weather_Condition` STRING,
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
    `Sunrise_Sunset` STRING,
    `Civil_Twilight` STRING,
    `Nautical_Twilight` STRING,
    `Astronomical_Twilight` STRING,
    `Txn_Timestamp` TIMESTAMP(3),
    WATERMARK FOR `Txn_Timestamp` AS `Txn_Timestamp` - INTERVAL '5' SECOND
) PARTITIONED BY (Severity) WITH (
    'connector' = 'kinesis',
    'stream' = 'us-accidents-data-stream-01',
    'aws.region' = 'us-east-1',
    'scan.stream.initpos' = 'LATEST',
    'format' = 'json',
    'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE us_accidents_stream_1_results (
    `ID` STRING,
    `Severity` BIGINT,
    `City` STRING,
    `County` STRING,
    `Txn_Timestamp` TIMESTAMP(3)
) PARTITIONED BY (Severity) WITH (
    'connector' = 'kinesis',
    'stream' = 'us-accidents-data-stream-02',
    'aws.region' = 'us-east-1',
    'scan.stream.initpos' = 'LATEST',
    'format' = 'json',
    'json.timestamp-format.standard' = 'ISO-8601'
);

INSERT INTO us_accidents_stream_1_results
SELECT ID, Severity, City, County, Txn_Timestamp
FROM us_accidents_stream
WHERE Severity > 3;

-- The feed. Or leave it out and replay a real file into us-accidents-data-stream-01.
CREATE TABLE feed (
    `ID` STRING, `Severity` BIGINT, `Start_Time` TIMESTAMP(3), `End_Time` TIMESTAMP(3),
    `Start_Lat` DOUBLE, `Start_Lng` DOUBLE, `End_Lat` DOUBLE, `End_Lng` DOUBLE,
    `Distance(mi)` DOUBLE, `Description` STRING, `Number` STRING, `Street` STRING, `Side` STRING,
    `City` STRING, `County` STRING, `State` STRING, `Zipcode` STRING, `Country` STRING,
    `Timezone` STRING, `Airport_Code` STRING, `Weather_Timestamp` TIMESTAMP(3),
    `Temperature(F)` DOUBLE, `Wind_Chill(F)` DOUBLE, `Humidity(%)` DOUBLE, `Pressure(in)` DOUBLE,
    `Visibility(mi)` DOUBLE, `Wind_Direction` STRING, `Wind_Speed(mph)` DOUBLE,
    `Precipitation(in)` DOUBLE, `Weather_Condition` STRING, `Amenity` BOOLEAN, `Bump` BOOLEAN,
    `Crossing` BOOLEAN, `Give_Way` BOOLEAN, `Junction` BOOLEAN, `No_Exit` BOOLEAN,
    `Railway` BOOLEAN, `Roundabout` BOOLEAN, `Station` BOOLEAN, `Stop` BOOLEAN,
    `Traffic_Calming` BOOLEAN, `Traffic_Signal` BOOLEAN, `Turning_Loop` BOOLEAN,
    `Sunrise_Sunset` STRING, `Civil_Twilight` STRING, `Nautical_Twilight` STRING,
    `Astronomical_Twilight` STRING, `Txn_Timestamp` TIMESTAMP(3)
) WITH (
    'connector' = 'simulator',
    'kind' = 'accidents',
    'rows-per-second' = '20',
    'anomaly.after' = '60 s',
    'anomaly.duration' = '20 s',
    'anomaly.every' = '5 min'
);

INSERT INTO us_accidents_stream
SELECT `ID`, `Severity`, CAST(`Start_Time` AS STRING), CAST(`End_Time` AS STRING), `Start_Lat`,
       `Start_Lng`, `End_Lat`, `End_Lng`, `Distance(mi)`, `Description`, `Number`, `Street`,
       `Side`, `City`, `County`, `State`, `Zipcode`, `Country`, `Timezone`, `Airport_Code`,
       CAST(`Weather_Timestamp` AS STRING), `Temperature(F)`, `Wind_Chill(F)`, `Humidity(%)`,
       `Pressure(in)`, `Visibility(mi)`, `Wind_Direction`, `Wind_Speed(mph)`,
       `Precipitation(in)`, `Weather_Condition`, `Amenity`, `Bump`, `Crossing`, `Give_Way`,
       `Junction`, `No_Exit`, `Railway`, `Roundabout`, `Station`, `Stop`, `Traffic_Calming`,
       `Traffic_Signal`, `Turning_Loop`, `Sunrise_Sunset`, `Civil_Twilight`,
       `Nautical_Twilight`, `Astronomical_Twilight`, `Txn_Timestamp`
FROM feed;

-- One metric per severe accident, with its dimensions, at a resolution of one second.
CREATE TABLE accident_metrics (
    `Severity` BIGINT,
    `City` STRING,
    `County` STRING,
    `Txn_Timestamp` TIMESTAMP(3)
) WITH (
    'connector' = 'metrics',
    'metric.name' = 'accidents',
    'metric.dimensions' = 'Severity, City, County',
    'metric.timestamp' = 'Txn_Timestamp'
);

INSERT INTO accident_metrics
SELECT Severity, City, County, Txn_Timestamp FROM us_accidents_stream_1_results;

-- A notification when severity is above 4; the threshold stands here and nowhere else.
CREATE TABLE notifications (
    `ID` STRING,
    `Severity` BIGINT,
    `City` STRING,
    `County` STRING,
    `Txn_Timestamp` TIMESTAMP(3)
) WITH (
    'connector' = 'email',
    'to' = 'roads@example.com',
    'from' = 'penstock@example.com',
    'episode.key' = 'City',
    'episode.gap' = '1 min',
    'cool-down' = '5 min',
    'subject' = 'Severity {Severity} accident in {City}',
    'body' = 'Accident {ID} of severity {Severity} in {City}, {County} county, at {Txn_Timestamp}.'
);

INSERT INTO notifications
SELECT ID, Severity, City, County, Txn_Timestamp
FROM us_accidents_stream_1_results
WHERE Severity > 4;

-- Where the newest 500 accidents lie close together: twenty or more within 50 km.
CREATE TABLE hot_regions (
    region BIGINT,
    points BIGINT,
    west   DOUBLE,
    south  DOUBLE,
    east   DOUBLE,
    north  DOUBLE,
    PRIMARY KEY (region) NOT ENFORCED
) WITH ('connector' = 'documents');

INSERT INTO hot_regions
SELECT region, points, Start_Lng_low, Start_Lat_low, Start_Lng_high, Start_Lat_high
FROM TABLE(HOTSPOT_REGIONS(
    TABLE us_accidents_stream,
    DESCRIPTOR(Start_Lng, Start_Lat),
    window_size => 500,
    scan_radius => 50000,
    minimum_points => 20,
    distance => 'sphere'
));

-- Raw records to the lake, a folder per state.
CREATE TABLE raw_accidents (
    `ID` STRING,
    `Severity` BIGINT,
    `Start_Time` STRING,
    `Start_Lat` DOUBLE,
    `Start_Lng` DOUBLE,
    `City` STRING,
    `County` STRING,
    `Weather_Condition` STRING,
    `Visibility(mi)` DOUBLE,
    `Txn_Timestamp` TIMESTAMP(3),
    `State` STRING
) PARTITIONED BY (`State`) WITH (
    'connector' = 'filesystem',
    'path' = 'lake/accidents',
    'format' = 'parquet',
    'sink.rolling-policy.file-size' = '16 mb',
    'sink.rolling-policy.rollover-interval' = '1 min'
);

INSERT INTO raw_accidents
SELECT ID, Severity, Start_Time, Start_Lat, Start_Lng, City, County, Weather_Condition,
       `Visibility(mi)`, Txn_Timestamp, State
FROM us_accidents_stream;

-- Accidents per minute and severity.
CREATE TABLE accidents_per_minute (
    window_start TIMESTAMP(3),
    window_end   TIMESTAMP(3),
    `Severity`   BIGINT,
    accidents    BIGINT,
    poor_sight   BIGINT
) WITH ('connector' = 'stream');

INSERT INTO accidents_per_minute
SELECT window_start, window_end, Severity, COUNT(*),
       COUNT(*) FILTER (WHERE `Visibility(mi)` < 2)
FROM TABLE(TUMBLE(TABLE us_accidents_stream, DESCRIPTOR(Txn_Timestamp), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, Severity;
