/**
 * Hashes of 53 bits as nine characters. Synchronous and without cryptography: they tell texts of one list apart, and a function has little
 * CPU time.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const WIDTH = 9;

/** Two mixed 32-bit lanes as text. */
function encode(highLane: number, lowLane: number): string {
  const high = Math.imul(highLane ^ (highLane >>> 16) ^ lowLane, 0x85ebca6b);
  const low = Math.imul(lowLane ^ (lowLane >>> 13) ^ high, 0xc2b2ae35);
  let bits = (((high ^ (high >>> 15)) >>> 0) % 0x200000) * 0x100000000 + ((low ^ (low >>> 16)) >>> 0);
  let encoded = '';
  for (let place = 0; place < WIDTH; place += 1) {
    encoded += ALPHABET[bits % 64];
    bits = Math.floor(bits / 64);
  }
  return encoded;
}

/** The hash of a text. A change of any character changes both lanes. */
export function hashOf(text: string): string {
  let high = 0x811c9dc5;
  let low = 0x2545f491;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  return encode(high, low);
}

/** The hash of bytes, four at a time: a tenth of the time that the text of them would take. */
export function hashOfBytes(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeWords = bytes.byteLength - (bytes.byteLength % 4);
  let high = 0x811c9dc5 ^ bytes.byteLength;
  let low = 0x2545f491;
  const mix = (word: number) => {
    // Each step can be turned back, so that no later word takes a difference away unless it differs, too.
    const mixed = Math.imul(word, 0xcc9e2d51);
    high = Math.imul(high ^ ((mixed << 15) | (mixed >>> 17)), 0x01000193);
    high ^= high >>> 13;
    low = Math.imul(low ^ word, 0x5bd1e995);
    low ^= low >>> 15;
  };
  for (let at = 0; at < wholeWords; at += 4) mix(view.getUint32(at, true));
  for (let at = wholeWords; at < bytes.byteLength; at += 1) mix(view.getUint8(at));
  return encode(high, low);
}
