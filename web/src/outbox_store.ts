/** The alerts that this page knows of, newest first, and whether mail leaves this machine. */

import { asErrorBody, fetchOutbox } from "./api";
import type { Alert, ErrorBody } from "./protocol";

const ALERTS_MAX = 200;

export class OutboxStore {
  alerts: Alert[] = [];
  /** null until the server has said so. */
  configured: boolean | null = null;
  error: ErrorBody | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly base: URL) {}

  /** Ask the server for what was sent before this page opened. */
  async load(): Promise<void> {
    try {
      const outbox = await fetchOutbox(this.base);
      this.configured = outbox.configured;
      this.error = null;
      this.alerts = [];
      for (const alert of outbox.alerts.reverse()) this.place(alert);
    } catch (failure) {
      this.error = asErrorBody(failure);
    }
    this.changed();
  }

  /** Take a new or changed alert; true when it is new. */
  put(alert: Alert): boolean {
    const isNew = this.place(alert);
    this.changed();
    return isNew;
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Forget who listens: the panels of an earlier dashboard are gone. */
  forgetListeners(): void {
    this.listeners.clear();
  }

  private place(alert: Alert): boolean {
    const at = this.alerts.findIndex((known) => known.id === alert.id);
    if (at >= 0) this.alerts[at] = alert;
    else this.alerts.unshift(alert);
    this.alerts.length = Math.min(this.alerts.length, ALERTS_MAX);
    return at < 0;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
