/** Draws the land of a map: areas, borders and, close by, a grid of degrees and the areas' names. */

import { geoCentroid, geoGraticule } from "d3-geo";
import { s, setAttribute } from "../dom";
import type { Shapes } from "./map_shapes";
import type { View } from "./map_view";

const NAMES_MAX = 9;

export class Land {
  readonly element = s("svg", { class: "map-land", "aria-hidden": "true" });
  private readonly areas = s("path", { class: "map-areas" });
  private readonly grid = s("path", { class: "map-grid" });
  private readonly borders = s("path", { class: "map-borders" });

  constructor() {
    this.element.append(this.areas, this.grid, this.borders);
  }

  show(shapes: Shapes, view: View): void {
    setAttribute(this.element, "viewBox", `0 0 ${view.width} ${view.height}`);
    setAttribute(this.areas, "d", view.path(shapes.areas) ?? "");
    setAttribute(this.borders, "d", view.path(shapes.borders) ?? "");
    setAttribute(this.grid, "d", view.isLocal ? graticule(view) : "");
  }
}

/** A name and where its middle lies, in pixels. */
export interface PlaceName {
  name: string;
  at: [number, number];
}

/** Return the names of the areas whose middle a close view shows. */
export function placeNames(shapes: Shapes, view: View): PlaceName[] {
  if (!view.isLocal) return [];
  return shapes.areas.features
    .map((area) => ({ name: area.properties.name, at: view.project(...(geoCentroid(area) as [number, number])) }))
    .filter((place): place is PlaceName => place.at !== null && isWithin(place.at, view))
    .slice(0, NAMES_MAX);
}

function isWithin([x, y]: [number, number], view: View): boolean {
  return x > 0 && y > 0 && x < view.width && y < view.height;
}

function graticule(view: View): string {
  const span = view.box!.east - view.box!.west;
  const step = span > 20 ? 5 : span > 6 ? 2 : span > 2 ? 1 : 0.5;
  return view.path(geoGraticule().step([step, step]).extent([[-180, -85], [180, 85]])()) ?? "";
}
