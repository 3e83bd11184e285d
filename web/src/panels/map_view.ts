/** Which part of the world a map shows, and where a place lies on it. */

import { geoAlbersUsa, geoEqualEarth, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import type { MultiPoint } from "geojson";
import type { Shapes } from "./map_shapes";

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface View {
  isLocal: boolean;
  box: Box | null;
  width: number;
  height: number;
  /** Pixels for longitude and latitude; null where the map does not show them. */
  project(lon: number, lat: number): [number, number] | null;
  path: ReturnType<typeof geoPath>;
}

// A map comes closer when its points fill less than this, in degrees of longitude and latitude.
const LOCAL_US = [14, 9];
const LOCAL_WORLD = [50, 35];
const LEAST_DEGREES = 1.5;

/** Return the box around the points; null without points. */
export function boxOf(places: Iterable<[number, number]>): Box | null {
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [lon, lat] of places) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box.west <= box.east ? box : null;
}

/** Return true while `view` still suits points within `box`: a map that jumps cannot be read. */
export function stillFits(view: View, box: Box | null, isUnitedStates: boolean): boolean {
  const shown = view.box;
  if (box === null || shown === null) return !view.isLocal && !isLocal(box, isUnitedStates);
  if (!view.isLocal) return !isLocal(box, isUnitedStates);
  const isInside = box.west >= shown.west && box.east <= shown.east && box.south >= shown.south && box.north <= shown.north;
  return isInside && box.east - box.west > (shown.east - shown.west) / 3;
}

/** Return the view for points within `box`: close by when they are close together. */
export function makeView(shapes: Shapes, box: Box | null, width: number, height: number): View {
  const near = isLocal(box, shapes.isUnitedStates) ? padded(box!) : null;
  const projection = near === null ? wide(shapes, width, height) : local(near, width, height);
  return {
    isLocal: near !== null,
    box: near,
    width,
    height,
    project: (lon, lat) => projection([lon, lat]),
    path: geoPath(projection).digits(1),
  };
}

function isLocal(box: Box | null, isUnitedStates: boolean): boolean {
  if (box === null) return false;
  const [lon, lat] = isUnitedStates ? LOCAL_US : LOCAL_WORLD;
  return box.east - box.west < lon && box.north - box.south < lat;
}

function padded(box: Box): Box {
  const lon = Math.max(LEAST_DEGREES, box.east - box.west) * 0.14 + missing(box.west, box.east);
  const lat = Math.max(LEAST_DEGREES, box.north - box.south) * 0.14 + missing(box.south, box.north);
  return { west: box.west - lon, east: box.east + lon, south: box.south - lat, north: box.north + lat };
}

function missing(low: number, high: number): number {
  return Math.max(0, LEAST_DEGREES - (high - low)) / 2;
}

function wide(shapes: Shapes, width: number, height: number): GeoProjection {
  const projection = shapes.isUnitedStates ? geoAlbersUsa() : geoEqualEarth();
  return projection.fitExtent([[8, 8], [width - 8, height - 8]], shapes.areas);
}

function local(box: Box, width: number, height: number): GeoProjection {
  const corners: MultiPoint = {
    type: "MultiPoint",
    coordinates: [[box.west, box.south], [box.east, box.north]],
  };
  const projection = geoMercator().fitExtent([[12, 12], [width - 12, height - 12]], corners);
  return projection.clipExtent([[-40, -40], [width + 40, height + 40]]);
}
