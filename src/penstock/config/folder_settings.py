"""The settings of a folder: `penstock.toml` and SQL's `SET` share these declarations."""

from __future__ import annotations

from penstock.config.settings import Setting, SettingKind

FOLDER_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "execution.checkpointing.interval",
        SettingKind.DURATION,
        "Time between two checkpoints of a running pipeline.",
        default="10 s",
        example="30 s",
        minimum=100_000,
    ),
    Setting(
        "table.exec.source.idle-timeout",
        SettingKind.DURATION,
        "Silence after which a split no longer holds the watermark back; 0 means never.",
        default="0 ms",
        example="5 s",
    ),
    Setting(
        "table.exec.state.ttl",
        SettingKind.DURATION,
        "How long state without a window is kept after its last change: groups, sets, and rows"
        " of joins, Top-N and OVER; 0 means for good. The rest lets go by event time.",
        default="0 ms",
        example="1 d",
    ),
    Setting(
        "state.memory-max",
        SettingKind.SIZE,
        "Memory that all operators may hold; beyond it input waits, and the page says why.",
        default="8 gb",
        example="500 mb",
        minimum=2**20,
    ),
    Setting(
        "state.forest-memory-max",
        SettingKind.SIZE,
        "Memory that a call's forests may hold; beyond it those idle longest wait on disk.",
        default="1 gb",
        example="200 mb",
        minimum=1,
    ),
    Setting(
        "run.clock-guard",
        SettingKind.DURATION,
        "How far ahead of the clock a row's event time may be before the row counts as invalid.",
        default="1 d",
        example="5 min",
    ),
    Setting(
        "run.batch-rows-max",
        SettingKind.INTEGER,
        "Most rows read from one split in one step; the batch adapts to the load below it.",
        default="100000",
        example="10000",
        minimum=1,
        maximum=1_000_000,
    ),
    Setting(
        "run.cores",
        SettingKind.INTEGER,
        "On how many cores a run reads, decodes and steps at the same time; the rows are the same.",
        default="1",
        example="2",
        minimum=1,
        maximum=64,
    ),
    Setting(
        "run.poll-interval",
        SettingKind.DURATION,
        "Pause between two looks at silent sources.",
        default="4 ms",
        example="20 ms",
        minimum=500,
        maximum=1_000_000,
    ),
    Setting(
        "run.retries-max",
        SettingKind.INTEGER,
        "How often a step is offered to a failing destination before the run stops.",
        default="8",
        example="20",
        minimum=0,
        maximum=1_000,
    ),
    Setting(
        "server.host",
        SettingKind.TEXT,
        "Address that the live page binds to; beyond loopback it needs a token.",
        default="127.0.0.1",
        example="0.0.0.0",  # noqa: S104 -- an example for people, nothing is bound here
    ),
    Setting(
        "server.port",
        SettingKind.INTEGER,
        "Port of the live page.",
        default="8642",
        example="9000",
        minimum=0,
        maximum=65_535,
    ),
    Setting(
        "server.token",
        SettingKind.SECRET,
        "Token that requests must carry when the page is bound beyond loopback.",
        example="${PENSTOCK_TOKEN}",
    ),
)

ACCEPTED_AND_IDLE = (
    "parallelism.default",
    "pipeline.",
    "state.",
    "execution.",
    "table.",
    "sql-client.",
    "restart-strategy",
)
"""Starts of Flink's own settings, which scripts set and an embedded run has no use for."""
