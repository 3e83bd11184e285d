/** Turns an Arrow IPC stream into the page's plain columns. */

import { RecordBatchReader } from "apache-arrow/ipc/reader";
import type { RecordBatch } from "apache-arrow/recordbatch";
import { DataType, type Decimal, type Timestamp } from "apache-arrow/type";
import type { Vector } from "apache-arrow/vector";
import type { Batch, Cell, Column, Kind } from "./batch";

// Arrow counts time in these units; the page counts in milliseconds.
const MS_PER_UNIT = [1_000, 1, 1e-3, 1e-6];
const MS_PER_DAY = 86_400_000;

/** Return all rows of the stream; several record batches become one. */
export function readArrow(bytes: Uint8Array): Batch {
  const reader = RecordBatchReader.from(bytes);
  const batches = [...reader].map(readBatch);
  if (batches.length === 1) return batches[0];
  const columns = reader.schema.fields.map((field, at): Column => ({
    name: field.name,
    kind: kindOf(field.type),
    values: batches.flatMap((batch) => Array.from(batch.columns[at].values)),
  }));
  return { rows: batches.reduce((sum, batch) => sum + batch.rows, 0), columns };
}

function readBatch(batch: RecordBatch): Batch {
  const columns = batch.schema.fields.map((field, at): Column => ({
    name: field.name,
    kind: kindOf(field.type),
    values: readVector(field.type, batch.getChildAt(at)!, batch.numRows),
  }));
  return { rows: batch.numRows, columns };
}

function kindOf(type: DataType): Kind {
  if (DataType.isDictionary(type)) return kindOf(type.dictionary);
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return "time";
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return "text";
  if (DataType.isBool(type)) return "flag";
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return "list";
  return "other";
}

function readVector(type: DataType, vector: Vector, rows: number): ArrayLike<Cell> {
  const raw = vector.data[0]?.values;
  const read = reading(type);
  // Numbers without nulls are by far the most common column: no copy, no call per value.
  if (read === null && vector.nullCount === 0 && vector.data.length === 1) return raw.subarray(0, rows);
  const values = new Array<Cell>(rows);
  for (let row = 0; row < rows; row++) {
    const isNull = vector.nullCount > 0 && !vector.isValid(row);
    values[row] = isNull ? null : read === null ? (vector.get(row) as Cell) : read(vector, raw, row);
  }
  return values;
}

type Read = (vector: Vector, raw: any, row: number) => Cell;

/** Return how to read one value; null when the raw buffer already holds the numbers. */
function reading(type: DataType): Read | null {
  if (DataType.isTimestamp(type)) return timestamp(type);
  if (DataType.isDate(type)) return type.unit === 0 ? (_, raw, row) => raw[row] * MS_PER_DAY : anything;
  if (DataType.isInt(type)) return type.bitWidth === 64 ? (_, raw, row) => Number(raw[row]) : null;
  if (DataType.isDecimal(type)) return decimal(type);
  if (DataType.isFloat(type)) return type.precision === 0 ? anything : null;
  return anything;
}

function timestamp(type: Timestamp): Read {
  const scale = MS_PER_UNIT[type.unit];
  return (_, raw, row) => Number(raw[row]) * scale;
}

function decimal(type: Decimal): Read {
  const words = type.bitWidth / 32;
  const scale = 10 ** type.scale;
  return (_, raw: Uint32Array, row) => {
    let value = 0n;
    for (let word = words - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(raw[row * words + word]);
    }
    return Number(BigInt.asIntN(type.bitWidth, value)) / scale;
  };
}

const anything: Read = (vector, _, row) => plain(vector.get(row));

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof (value as Iterable<unknown>)[Symbol.iterator] === "function" && "length" in (value as object)) {
    return Array.from(value as Iterable<unknown>, plain);
  }
  return String(value);
}
