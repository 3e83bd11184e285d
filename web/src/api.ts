/** The few plain requests that the page makes beside the feed. */

import type { Alert, ErrorBody, Simulator } from "./protocol";

export interface Outbox {
  configured: boolean;
  alerts: Alert[];
}

/** An answer that was not 2xx, with the server's own words where it gave any. */
export class RequestFailed extends Error {
  constructor(readonly body: ErrorBody) {
    super(`${body.code} ${body.message}`);
  }
}

/** Return the newest alerts, and whether mail leaves this machine. */
export function fetchOutbox(base: URL): Promise<Outbox> {
  return request<Outbox>(new URL("api/outbox?limit=100", base));
}

/** Switch a simulator and return it as the server now has it. */
export function setMode(base: URL, name: string, mode: string): Promise<Simulator> {
  return request<Simulator>(new URL(`api/simulators/${encodeURIComponent(name)}`, base), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ mode }),
  });
}

/** Return a bundled asset as JSON. */
export function fetchAsset<T>(base: URL, name: string): Promise<T> {
  return request<T>(new URL(`assets/${name}`, base));
}

async function request<T>(url: URL, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init).catch(() => {
    throw new RequestFailed({ code: "", message: "the server does not answer" });
  });
  if (answer.ok) return (await answer.json()) as T;
  throw new RequestFailed(await errorBody(answer));
}

async function errorBody(answer: Response): Promise<ErrorBody> {
  const text = await answer.text();
  try {
    return JSON.parse(text) as ErrorBody;
  } catch {
    return { code: `HTTP ${answer.status}`, message: answer.statusText || "the request failed" };
  }
}

/** Return any failure in the form that the page shows. */
export function asErrorBody(failure: unknown): ErrorBody {
  if (failure instanceof RequestFailed) return failure.body;
  return { code: "", message: failure instanceof Error ? failure.message : String(failure) };
}
