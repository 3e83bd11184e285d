/** Splits a binary message of the live feed into its header and its Arrow stream. */

import type { RowsHeader } from "./protocol";

export interface Frame {
  header: RowsHeader;
  body: Uint8Array;
}

const PREFIX_BYTES = 4;

/** Return header and body; RangeError when the message is shorter than it says. */
export function splitFrame(message: ArrayBuffer): Frame {
  const length = new DataView(message).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(message, PREFIX_BYTES, length));
  return {
    header: JSON.parse(text) as RowsHeader,
    body: new Uint8Array(message, PREFIX_BYTES + length),
  };
}
