/** The whole page: what each message of the feed does to it. */

import { h } from "./dom";
import { Feed, type Connection } from "./feed";
import { Flow } from "./flow";
import { Grid } from "./grid";
import { Header } from "./header";
import { Ledger } from "./ledger";
import { OutboxStore } from "./outbox_store";
import { resetSeries } from "./palette";
import { completeDashboard, type Alert, type ErrorBody, type Hello, type TextMessage } from "./protocol";
import { seesOutbox, Toasts } from "./toasts";

export class Page {
  private readonly outbox: OutboxStore;
  private readonly feed: Feed;
  private readonly header: Header;
  private readonly flow = new Flow();
  private readonly grid: Grid;
  private readonly ledger = new Ledger();
  private readonly toasts = new Toasts();
  private readonly spoken = h("p", { class: "unseen", "aria-live": "assertive" });
  private shown = "";

  constructor(base: URL) {
    this.outbox = new OutboxStore(base);
    this.grid = new Grid(base, this.outbox);
    this.feed = new Feed(base, {
      onConnection: (connection) => this.connected(connection),
      onText: (message) => this.receive(message),
      onRows: (message) => this.grid.receive(message),
    });
    this.header = new Header(base, () => this.feed.retryNow(), (error) => this.fail(error));
  }

  start(root: HTMLElement): void {
    root.append(
      this.header.element,
      this.flow.element,
      this.grid.element,
      this.ledger.element,
      this.toasts.element,
      this.spoken,
    );
    this.grid.wait();
    this.feed.start();
  }

  private connected(connection: Connection): void {
    this.header.connection.setConnection(connection);
    if (this.shown === "") this.grid.wait(connection);
  }

  private receive(message: TextMessage): void {
    switch (message.type) {
      case "hello":
        return this.greet(message);
      case "status":
        this.header.connection.setStatus(message);
        this.flow.beat(message);
        return this.ledger.show(message);
      case "alert":
        return this.alert(message.alert);
      case "simulator":
        return this.header.simulators.update(message.simulator);
      case "error":
        if (!this.grid.fail(message)) this.fail(message);
    }
  }

  // The same run with the same dashboard goes on where it was; anything else starts afresh.
  private greet(hello: Hello): void {
    const dashboard = completeDashboard(hello.dashboard);
    const identity = JSON.stringify([hello.run, hello.dashboard]);
    this.header.simulators.show(hello.simulators);
    if (identity !== this.shown) {
      this.shown = identity;
      resetSeries();
      this.header.show(dashboard);
      this.grid.show(dashboard);
    }
    void this.outbox.load();
  }

  private fail(error: ErrorBody): void {
    this.spoken.textContent = error.message;
    this.toasts.error(error);
  }

  private alert(alert: Alert): void {
    if (!this.outbox.put(alert)) return;
    this.spoken.textContent = `Alert: ${alert.subject}`;
    if (!seesOutbox()) this.toasts.alert(alert);
  }
}
