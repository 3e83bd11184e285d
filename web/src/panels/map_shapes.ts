/** The land under the points: bundled shapes, fetched once when the first map needs them. */

import type { FeatureCollection, Geometry, MultiLineString } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { fetchAsset } from "../api";

export interface Named {
  name: string;
}

export interface Shapes {
  areas: FeatureCollection<Geometry, Named>;
  borders: MultiLineString;
  isUnitedStates: boolean;
}

type Atlas = Topology<Record<string, GeometryCollection<Named>>>;

const loading = new Map<string, Promise<Shapes>>();

/** Return the shapes that a dashboard names: `us-states` or `world`. */
export function loadShapes(base: URL, name: string): Promise<Shapes> {
  let shapes = loading.get(name);
  if (shapes === undefined) {
    shapes = fetchAsset<Atlas>(base, `${name}.json`).then((atlas) => read(atlas, name === "us-states"));
    // A failed fetch may be tried again by the next draw.
    shapes.catch(() => loading.delete(name));
    loading.set(name, shapes);
  }
  return shapes;
}

function read(atlas: Atlas, isUnitedStates: boolean): Shapes {
  const areas = atlas.objects[isUnitedStates ? "states" : "countries"];
  return { areas: feature(atlas, areas), borders: mesh(atlas, areas, (a, b) => a !== b), isUnitedStates };
}
