/** Points on a map: where things happen, how large, of which kind, and which are new. */

import { asErrorBody } from "../api";
import { asNumber, type Batch } from "../batch";
import { h, setAttribute, setText } from "../dom";
import type { Mode, Part } from "../protocol";
import { RowStore } from "../row_store";
import { hideTip } from "../tooltip";
import { drawLegend } from "./legend";
import { drawAreas } from "./map_area_marks";
import { areaAt, cornersOf, placeAreas, type Area } from "./map_areas";
import { Births } from "./map_births";
import { drawLabels, LABELS_MAX, type Named } from "./map_labels";
import { Land, placeNames, type PlaceName } from "./map_land";
import { colourScale, drawPoints, placePoints, pointAt, type Point } from "./map_points";
import { loadShapes, type Shapes } from "./map_shapes";
import { tipOfArea, tipOfPoint } from "./map_tip";
import { boxOf, makeView, stillFits, type View } from "./map_view";
import type { Panel, PanelPlace } from "./panel";

const ROWS_MAX = 2_000;
const AREAS_MAX = 200;
const STILL_GAP_MS = 100;
const PULSE_GAP_MS = 33;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Build a map: `lat` and `lon`, and optionally `size`, `color`, `label` and `mark`. */
export function mapPanel(place: PanelPlace): Panel {
  return new MapPanel(place);
}

class MapPanel implements Panel {
  /** Often enough for a pulse to look smooth while one runs; else as often as counts change. */
  gapMs = STILL_GAP_MS;
  private readonly store: RowStore;
  private readonly areaStore = new RowStore({ rowsMax: AREAS_MAX, timeColumn: null, windowMs: null });
  private readonly land = new Land();
  private readonly canvas = h("canvas", { class: "map-points", tabindex: "0", role: "img" });
  private readonly notice = h("p", { class: "map-notice", hidden: true });
  private readonly legend = h("ul", { class: "legend" });
  private readonly births: Births;
  private shapes: Shapes | null = null;
  private view: View | null = null;
  private points: Point[] = [];
  private areas: Area[] = [];
  private names: PlaceName[] = [];
  private outside = 0;
  private chosen: Point | Area | null = null;
  private isStale = true;

  constructor(private readonly place: PanelPlace) {
    const { max_rows, window_s, x } = place.spec;
    this.store = new RowStore({
      rowsMax: Math.min(max_rows ?? ROWS_MAX, 10_000),
      timeColumn: x ?? null,
      windowMs: window_s === undefined ? null : window_s * 1_000,
    });
    this.births = new Births(place.spec);
    place.body.append(h("div", { class: "map" }, this.land.element, this.canvas, this.notice));
    place.aside.append(this.legend);
    this.listen();
    void this.load();
  }

  // The land is worth seeing before the first point is on it.
  readonly isEmpty = false;

  apply(batch: Batch, mode: Mode, part: Part): void {
    this.isStale = true;
    if (part === "areas") return this.areaStore.apply(batch, mode);
    this.births.remember(this.store);
    this.store.apply(batch, mode);
    this.births.note(this.store, mode, performance.now());
  }

  draw(nowMs: number): boolean {
    if (this.shapes === null || this.place.body.clientWidth === 0) return false;
    this.fitView();
    if (this.isStale) this.placeAll();
    const pulses = !calm.matches && !this.births.areMany(this.store.rows, performance.now());
    const pulsing = drawPoints(this.canvas, this.points, this.chosenPoint, nowMs, pulses);
    this.gapMs = pulsing ? PULSE_GAP_MS : STILL_GAP_MS;
    drawAreas(this.canvas, this.areas, this.chosen);
    drawLabels(this.canvas, this.named(), this.names);
    return pulsing;
  }

  // Among many points only the boxes have their names written.
  private named(): Named[] {
    const points = this.points.length > LABELS_MAX && this.areas.length > 0 ? [] : this.points;
    return [...this.areas, ...points.map((point) => ({ ...point, halfWidth: point.radius, halfHeight: point.radius }))];
  }

  private async load(): Promise<void> {
    try {
      this.shapes = await loadShapes(this.place.base, this.place.spec.shapes ?? "world");
      this.place.changed();
    } catch (failure) {
      this.notice.hidden = false;
      setText(this.notice, `The map's shapes cannot be read: ${asErrorBody(failure).message}`);
    }
  }

  private fitView(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const box = boxOf(this.places());
    const isSame = this.view?.height === height && this.canvas.width === Math.floor(width * devicePixelRatio);
    if (isSame && stillFits(this.view!, box, this.shapes!.isUnitedStates)) return;
    this.view = makeView(this.shapes!, box, width, height);
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    this.land.show(this.shapes!, this.view);
    this.names = placeNames(this.shapes!, this.view);
    this.isStale = true;
  }

  private *places(): Generator<[number, number]> {
    yield* cornersOf(this.areaStore);
    const [lat, lon] = [this.store.at(this.place.spec.lat), this.store.at(this.place.spec.lon)];
    for (const row of this.store.rows) {
      const place: [number | null, number | null] = [asNumber(row[lon]), asNumber(row[lat])];
      if (place[0] !== null && place[1] !== null) yield place as [number, number];
    }
  }

  private placeAll(): void {
    const scale = colourScale(this.store, this.place.spec);
    const placed = placePoints(this.store, this.place.spec, this.view!, scale, (row) => this.births.of(row));
    // Small ones over large ones, anomalies over all.
    this.points = placed.points.sort((a, b) => Number(a.isMarked) - Number(b.isMarked) || b.radius - a.radius);
    this.outside = placed.outside;
    this.areas = placeAreas(this.areaStore, this.view!);
    this.isStale = false;
    this.followChosen();
    drawLegend(this.legend, this.place.spec.color ?? "", scale.entries);
    this.notice.hidden = this.outside === 0;
    setText(this.notice, `${this.outside} outside this map`);
    const boxes = this.areas.length > 0 ? ` and ${this.areas.length} boxes` : "";
    setAttribute(this.canvas, "aria-label", `${this.place.spec.title}: ${this.points.length} points${boxes} on a map. Arrow keys walk through them.`);
  }

  // The rows are new objects: the chosen point is now the one that stands in its place.
  private followChosen(): void {
    if (this.chosen === null) return;
    const { x, y } = this.chosen;
    this.chosen = this.chosenPoint === null ? areaAt(this.areas, x, y) : pointAt(this.points, x, y);
    this.tip();
  }

  private get chosenPoint(): Point | null {
    return this.chosen !== null && "radius" in this.chosen ? this.chosen : null;
  }

  private listen(): void {
    const canvas = this.canvas;
    const follow = (event: PointerEvent): void => this.choose(this.under(event.offsetX, event.offsetY));
    canvas.addEventListener("pointermove", follow);
    canvas.addEventListener("pointerdown", follow);
    // A finger leaves as soon as it has tapped; what it chose stays until the next tap.
    canvas.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.choose(null));
    canvas.addEventListener("blur", () => this.choose(null));
    canvas.addEventListener("keydown", (event) => this.walk(event));
  }

  // A point lies in its box, and is the smaller target.
  private under(x: number, y: number): Point | Area | null {
    return pointAt(this.points, x, y) ?? areaAt(this.areas, x, y);
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Escape: 0 }[event.key];
    const all = [...this.points, ...this.areas];
    if (step === undefined || all.length === 0) return;
    event.preventDefault();
    if (step === 0) return this.choose(null);
    const at = this.chosen === null ? -1 : all.indexOf(this.chosen);
    this.choose(all[(at + step + all.length) % all.length]);
  }

  private choose(target: Point | Area | null): void {
    if (target === this.chosen) return;
    this.chosen = target;
    this.tip();
    this.place.changed();
  }

  private tip(): void {
    if (this.chosen === null) return hideTip();
    const box = this.canvas.getBoundingClientRect();
    if ("radius" in this.chosen) tipOfPoint(this.chosen, this.store, this.place.spec, box);
    else tipOfArea(this.chosen, this.areaStore, box);
  }
}
