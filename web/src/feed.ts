/** The websocket that everything arrives on; it comes back by itself. */

import { waitMs } from "./backoff";
import type { TextMessage } from "./protocol";

export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  | { state: "waiting"; retryAtMs: number }
  | { state: "refused" };

export interface FeedEvents {
  onConnection(connection: Connection): void;
  onText(message: TextMessage): void;
  onRows(message: ArrayBuffer): void;
}

// A server that drops a page soon after its hello finds it too slow: that page should not rush back.
const STEADY_MS = 5_000;

export class Feed {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer = 0;
  private liveSinceMs = Infinity;

  constructor(
    private readonly base: URL,
    private readonly events: FeedEvents,
  ) {
    // A laptop that wakes up, or a tab that is looked at again, should not wait out its back-off.
    addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.retryNow();
    });
  }

  /** Connect; from then on the feed keeps itself connected. */
  start(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.events.onConnection({ state: "connecting" });
    const socket = new WebSocket(liveUrl(this.base));
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => void this.comeBack();
    this.socket = socket;
  }

  /** Skip what is left of the wait, if there is one. */
  retryNow(): void {
    if (this.timer !== 0) this.start();
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data !== "string") return this.events.onRows(data);
    const message = JSON.parse(data) as TextMessage;
    if (message.type === "hello") {
      this.liveSinceMs = performance.now();
      this.events.onConnection({ state: "live" });
    }
    this.events.onText(message);
  }

  private async comeBack(): Promise<void> {
    this.socket = null;
    if (performance.now() - this.liveSinceMs > STEADY_MS) this.attempt = 0;
    this.liveSinceMs = Infinity;
    const wait = waitMs(this.attempt++, Math.random());
    this.timer = window.setTimeout(() => this.start(), wait);
    const refused = await isRefused(this.base);
    if (this.socket !== null) return;
    this.events.onConnection(
      refused ? { state: "refused" } : { state: "waiting", retryAtMs: performance.now() + wait },
    );
  }
}

function liveUrl(base: URL): URL {
  const url = new URL("api/live", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

/** A browser hides why a websocket failed; a plain request to the same server tells. */
async function isRefused(base: URL): Promise<boolean> {
  try {
    const answer = await fetch(new URL("api/status", base));
    return answer.status === 401 || answer.status === 403;
  } catch {
    return false; // Nobody answers at all: that is a lost connection, not a refusal.
  }
}
