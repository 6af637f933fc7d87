/** One protobuf field to write: a number is a varint, text and bytes are length-delimited. */
export type Field = readonly [number: number, value: number | bigint | boolean | string | Uint8Array];

/** What a message held: every value of each field number, varints as BigInt, the rest as bytes. */
export type Message = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/** Writes a protobuf message. Zero and empty values are written too, so that a test can say what it means. */
export function encodeMessage(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'string' || value instanceof Uint8Array) {
        const bytes = Buffer.from(value as Uint8Array);
        return Buffer.concat([varint(BigInt(number * 8 + 2)), varint(BigInt(bytes.length)), bytes]);
      }
      return Buffer.concat([varint(BigInt(number * 8)), varint(BigInt(value))]);
    }),
  );
}

/** Reads a protobuf message; throws on what is none. */
export function decodeMessage(bytes: Uint8Array): Message {
  const message = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const next = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new Error('protobuf: bad varint');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('protobuf: cut short');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(next());
    const wire = tag & 7;
    const lengths: Record<number, () => bigint | Uint8Array> = {
      0: next,
      1: () => take(8),
      2: () => take(Number(next())),
      5: () => take(4),
    };
    const read = lengths[wire];
    if (read === undefined) throw new Error(`protobuf: wire type ${wire}`);
    const values = message.get(tag >>> 3) ?? [];
    values.push(read());
    message.set(tag >>> 3, values);
  }
  return message;
}

/** A varint field, 0 when absent. */
export function integer(message: Message, number: number): bigint {
  const value = message.get(number)?.at(-1);
  return typeof value === 'bigint' ? value : 0n;
}

/** A text field, empty when absent. */
export function text(message: Message, number: number): string {
  return texts(message, number).at(-1) ?? '';
}

/** All values of a repeated text field. */
export function texts(message: Message, number: number): string[] {
  return chunks(message, number).map((value) => Buffer.from(value).toString('utf8'));
}

/** All values of a repeated message field. */
export function messages(message: Message, number: number): Message[] {
  return chunks(message, number).map(decodeMessage);
}

function chunks(message: Message, number: number): Uint8Array[] {
  return (message.get(number) ?? []).filter((value): value is Uint8Array => typeof value !== 'bigint');
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
