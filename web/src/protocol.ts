/** The messages of docs/reference/live-protocol.md, as types. */

export type PanelKind = "figure" | "line" | "bars" | "table" | "log" | "map" | "outbox";

export interface PanelSpec {
  id: string;
  title: string;
  kind: PanelKind;
  width: number;
  height: number;
  y: string[];
  x?: string;
  series?: string;
  mark?: string;
  unit?: string;
  note?: string;
  threshold?: number;
  window_s?: number;
  max_rows?: number;
  level?: string;
  spark?: string;
  lat?: string;
  lon?: string;
  size?: string;
  color?: string;
  label?: string;
  shapes?: string;
}

export interface Dashboard {
  title: string;
  summary?: string;
  folder?: string;
  panels: PanelSpec[];
}

export interface Simulator {
  name: string;
  modes: string[];
  mode: string;
}

export interface TableStatus {
  name: string;
  rows_in: number;
  rows_out: number;
  rows_filtered: number;
  rows_late: number;
  rows_invalid: number;
  rows_in_flight: number;
  rows_per_s: number;
  freshness_p50_ms: number | null;
  freshness_p99_ms: number | null;
  state_bytes: number;
}

export interface Status {
  type: "status";
  now_us: number;
  state: string;
  uptime_s: number;
  rss_bytes: number;
  checkpoint_age_s: number | null;
  tables: TableStatus[];
}

export interface Alert {
  id: string;
  at_us: number;
  table: string;
  key: string;
  subject: string;
  body: string;
  to: string;
  status: "outbox" | "sent" | "retrying" | "failed";
  attempts: number;
}

export interface ErrorBody {
  code: string;
  message: string;
  hint?: string | null;
  panel?: string | null;
}

export interface Hello {
  type: "hello";
  dashboard: Dashboard;
  simulators: Simulator[];
  version: string;
  run: string;
}

export type TextMessage =
  | Hello
  | Status
  | { type: "alert"; alert: Alert }
  | { type: "simulator"; simulator: Simulator }
  | ({ type: "error" } & ErrorBody);

export type Mode = "append" | "replace";

/** Which of a panel's queries gave the rows. */
export type Part = "query" | "areas";

export interface RowsHeader {
  panel: string;
  part?: Part;
  mode: Mode;
  rows: number;
  at_us: number;
}

/** Fill in what a dashboard may leave out, so that panels need not ask twice. */
export function completeDashboard(given: Dashboard): Dashboard {
  return { ...given, panels: (given.panels ?? []).map(completePanel) };
}

function completePanel(given: PanelSpec): PanelSpec {
  // A server writes an absent field as null or leaves it out; both mean the same to a panel.
  const named = Object.entries(given).filter(([, value]) => value !== null && value !== "");
  const spec = Object.fromEntries(named) as unknown as PanelSpec;
  const y: unknown = spec.y ?? [];
  return {
    ...spec,
    y: typeof y === "string" ? [y] : (y as string[]),
    width: Math.min(12, Math.max(1, spec.width ?? 6)),
    height: Math.min(8, Math.max(1, spec.height ?? 2)),
  };
}
