-- Wind-farm anomaly alerts: readings, a random cut forest per location, an e-mail per episode.

-- Eight turbines report ten times a second. Press "anomaly" on the page, or wait: first comes a
-- storm, then a sensor that is stuck, then a runaway rotor, and so on.
CREATE TABLE turbines (
    `timestamp` TIMESTAMP_LTZ(3),
    location    STRING,
    turbine     STRING,
    wind_speed  DOUBLE,
    rotor_rpm   DOUBLE,
    power_kw    DOUBLE,
    latitude    DOUBLE,
    longitude   DOUBLE
) WITH (
    'connector' = 'simulator',
    'kind' = 'wind',
    'rows-per-second' = '80',
    'anomaly.after' = '15 s',
    'anomaly.duration' = '12 s',
    'anomaly.every' = '4 min'
);

CREATE TABLE WindDataStream (
    `timestamp` TIMESTAMP_LTZ(3),
    location    STRING,
    turbine     STRING,
    wind_speed  DOUBLE,
    rotor_rpm   DOUBLE,
    power_kw    DOUBLE,
    latitude    DOUBLE,
    longitude   DOUBLE,
    WATERMARK FOR `timestamp` AS `timestamp` - INTERVAL '2' SECOND
) PARTITIONED BY (location) WITH (
    'connector' = 'stream',
    'format' = 'json'
);

INSERT INTO WindDataStream
SELECT `timestamp`, location, turbine, wind_speed, rotor_rpm, power_kw, latitude, longitude
FROM turbines;

-- The score: about 1 is usual. At ten readings a second a threshold of 3 would be crossed by chance
-- now and then, 4 hardly ever, and a key whose scores swing more than others' gets a higher one; above
-- 70 mph it is an anomaly however used the forest got to it. Anomalies less than 300 readings (30
-- seconds) apart are one episode. Usual is what nine of ten readings were.
CREATE TABLE AnomalyDetectionStream (
    `timestamp`   TIMESTAMP_LTZ(3),
    location      STRING,
    turbine       STRING,
    wind_speed    DOUBLE,
    latitude      DOUBLE,
    longitude     DOUBLE,
    anomaly_score DOUBLE,
    is_anomaly    BOOLEAN,
    direction     STRING,
    episode       BIGINT,
    usual_low     DOUBLE,
    usual_high    DOUBLE
) PARTITIONED BY (location) WITH (
    'connector' = 'stream',
    'format' = 'json'
);

INSERT INTO AnomalyDetectionStream
SELECT `timestamp`, location, turbine, wind_speed, latitude, longitude,
       anomaly_score, is_anomaly OR wind_speed >= 70.0,
       JSON_VALUE(anomaly_explanation, '$.wind_speed.DIRECTION'), episode,
       wind_speed_low, wind_speed_high
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    TABLE WindDataStream PARTITION BY location,
    DESCRIPTOR(wind_speed),
    with_directionality => TRUE,
    is_anomaly => TRUE,
    threshold_minimum => 4,
    episode_gap => 300,
    expected_value => TRUE
));

-- Scored readings, to be asked for by location and time.
CREATE TABLE scored (
    location      STRING,
    `timestamp`   TIMESTAMP_LTZ(3),
    wind_speed    DOUBLE,
    anomaly_score DOUBLE,
    PRIMARY KEY (location, `timestamp`) NOT ENFORCED
) WITH (
    'connector' = 'documents',
    'time-index' = 'timestamp',
    'ttl' = '7 d'
);

INSERT INTO scored
SELECT location, `timestamp`, wind_speed, anomaly_score FROM AnomalyDetectionStream;

-- The same in files, one gzipped part a minute.
CREATE TABLE scored_files (
    `timestamp`   TIMESTAMP_LTZ(3),
    location      STRING,
    wind_speed    DOUBLE,
    anomaly_score DOUBLE
) WITH (
    'connector' = 'filesystem',
    'path' = 'lake/scored',
    'format' = 'json',
    'compression' = 'gzip',
    'sink.rolling-policy.file-size' = '5 mb',
    'sink.rolling-policy.rollover-interval' = '1 min'
);

INSERT INTO scored_files
SELECT `timestamp`, location, wind_speed, anomaly_score FROM AnomalyDetectionStream;

-- Wind per location in windows of ten seconds.
CREATE TABLE wind_by_location (
    location     STRING,
    window_start TIMESTAMP(3),
    readings     BIGINT,
    lowest       DOUBLE,
    average      DOUBLE,
    highest      DOUBLE
) WITH ('connector' = 'stream');

INSERT INTO wind_by_location
SELECT location, window_start, COUNT(*), MIN(wind_speed), AVG(wind_speed), MAX(wind_speed)
FROM TABLE(TUMBLE(TABLE WindDataStream, DESCRIPTOR(`timestamp`), INTERVAL '10' SECOND))
GROUP BY location, window_start, window_end;

-- One e-mail per location, episode and what to do about it: one when the wind leaves the usual, one
-- when it passes 70 mph. Without 'smtp.host' it stays in the outbox on the page.
CREATE TABLE maintenance (
    location      STRING,
    `timestamp`   TIMESTAMP_LTZ(3),
    wind_speed    DOUBLE,
    anomaly_score DOUBLE,
    usual         STRING,
    action        STRING,
    advice        STRING
) WITH (
    'connector' = 'email',
    'to' = 'maintenance@example.com',
    'from' = 'penstock@example.com',
    'episode.key' = 'location, action',
    'episode.gap' = '30 s',
    'cool-down' = '2 min',
    'subject' = '{location}: {action}, wind at {wind_speed:.0f} mph',
    'body' = 'At {timestamp} the wind at {location} was {wind_speed:.1f} mph, with an anomaly score of {anomaly_score:.2f} (about 1 is usual, 4 and above is not). {usual} {advice}'
);

INSERT INTO maintenance
SELECT location, `timestamp`, wind_speed, anomaly_score,
       CASE WHEN usual_low IS NULL THEN 'Nothing is known yet about what is usual there.'
            ELSE CONCAT('This is ', direction, ': usual there are ',
                        CAST(ROUND(usual_low, 1) AS STRING), ' to ',
                        CAST(ROUND(usual_high, 1) AS STRING), ' mph.',
                        COALESCE(CONCAT(' Episode ', CAST(episode AS STRING), '.'), '')) END,
       CASE WHEN wind_speed >= 70 THEN 'shut down'
            WHEN wind_speed < 1 THEN 'check the sensor'
            ELSE 'watch' END,
       CASE WHEN wind_speed >= 70 THEN 'Above 70 mph: shut the turbine down now.'
            WHEN wind_speed < 1 THEN 'No wind at all: the sensor may be stuck.'
            ELSE 'Below the 70 mph shutdown limit: keep watching.' END
FROM AnomalyDetectionStream
WHERE is_anomaly;
