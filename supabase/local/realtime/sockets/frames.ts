import { asObject, type Json } from '../types.ts';

export const VERSIONS = ['1.0.0', '2.0.0'] as const;
/** Phoenix serializer: 1.0.0 are JSON objects, 2.0.0 are JSON arrays and binary broadcasts. */
export type Version = (typeof VERSIONS)[number];

/** Chosen by the client; the server only hands it back. */
export type Ref = string | number | null;

export interface Frame {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
  payload: unknown;
}

/** A frame that is none: not JSON, not of the version's shape, or a binary frame of an unknown kind. */
export class FrameError extends Error {}

const BINARY_BROADCAST_PUSH = 3;
const BINARY_BROADCAST = 4;
const ENCODED_BYTES = 0;
const ENCODED_JSON = 1;
/** Kind, five lengths, encoding. */
const PUSH_HEADER = 7;

function asRef(value: unknown): Ref {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FrameError('Decode a frame: it is not JSON', { cause: error });
  }
}

/** Decodes a text frame of either version. Throws FrameError. */
export function decodeText(version: Version, text: string): Frame {
  const parsed = parseJson(text);
  let parts: unknown[];
  if (version === '2.0.0') {
    if (!Array.isArray(parsed) || parsed.length !== 5) throw new FrameError('Decode a frame: it has not five parts');
    parts = parsed;
  } else {
    const { join_ref, ref, topic, event, payload } = asObject(parsed);
    parts = [join_ref, ref, topic, event, payload];
  }
  const [joinRef, ref, topic, event, payload] = parts;
  if (typeof topic !== 'string' || typeof event !== 'string') {
    throw new FrameError('Decode a frame: topic or event is not a string');
  }
  return { joinRef: asRef(joinRef), ref: asRef(ref), topic, event, payload };
}

/** Decodes a client's binary broadcast (kind 3). A payload of bytes stays a Buffer. Throws FrameError. */
export function decodeBinary(data: Buffer): Frame {
  if (data.length < PUSH_HEADER || data[0] !== BINARY_BROADCAST_PUSH) {
    throw new FrameError('Decode a binary frame: it is not a broadcast');
  }
  let offset = PUSH_HEADER;
  const texts = [1, 2, 3, 4, 5].map((position) => {
    const start = offset;
    offset += data[position] ?? 0;
    return data.toString('utf8', start, offset);
  });
  if (offset > data.length) throw new FrameError('Decode a binary frame: it ends before its header does');
  const [joinRef = '', ref = '', topic = '', event = ''] = texts;
  const body = data.subarray(offset);
  const payload = data[6] === ENCODED_JSON ? parseJson(body.toString('utf8')) : Buffer.from(body);
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: { type: 'broadcast', event, payload },
  };
}

/** Encodes a frame for the client's version. */
export function encodeText(version: Version, frame: Frame): string {
  const { joinRef, ref, topic, event, payload } = frame;
  if (version === '2.0.0') return JSON.stringify([joinRef, ref, topic, event, payload]);
  return JSON.stringify({ join_ref: joinRef, ref, topic, event, payload });
}

/**
 * Encodes a broadcast for a client: text for JSON, a binary frame (kind 4) for bytes.
 * Null when the client's version cannot carry bytes.
 */
export function encodeBroadcast(version: Version, topic: string, message: Json): string | Buffer | null {
  if (!Buffer.isBuffer(message.payload)) {
    return encodeText(version, { joinRef: null, ref: null, topic, event: 'broadcast', payload: message });
  }
  if (version === '1.0.0') return null;
  const [topicBytes, eventBytes] = [Buffer.from(topic), Buffer.from(String(message.event))];
  const header = Buffer.from([BINARY_BROADCAST, topicBytes.length, eventBytes.length, 0, ENCODED_BYTES]);
  return Buffer.concat([header, topicBytes, eventBytes, message.payload]);
}
