/** Ranges of IPv4 that are not the public internet, as [first address, prefix length]. */
const CLOSED_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, the metadata services of the clouds among them.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved and broadcast.
  ['224.0.0.0', 3],
];

/** The 32 bits of a dotted address, null for anything else. */
function parseV4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}

function isPublicV4(bits: number): boolean {
  return !CLOSED_V4.some(([first, length]) => {
    const size = 2 ** (32 - length);
    return Math.floor(bits / size) === Math.floor((parseV4(first) ?? 0) / size);
  });
}

/** The eight groups of an IPv6 address (a dotted tail and `::` included), null for anything else. */
function parseV6(text: string): number[] | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const v4 = tail ? parseV4(tail[2] ?? '') : null;
  if (tail && v4 === null) return null;
  const hex =
    tail && v4 !== null ? `${tail[1]}${Math.floor(v4 / 65_536).toString(16)}:${(v4 % 65_536).toString(16)}` : text;
  const halves = hex.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], rest] = halves;
  if (halves.length > 2) return null;
  const missing = 8 - head.length - (rest?.length ?? 0);
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const groups = rest === undefined ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => parseInt(group, 16)) : null;
}

function isPublicV6(groups: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  // 64:ff9b::/96 is how networks without IPv4 reach an IPv4 address: that one counts.
  if (a === 0x64 && b === 0xff9b && c + d + e + f === 0) return isPublicV4(g * 65_536 + h);
  // Everything else outside 2000::/3 is loopback, mapped, link-local, unique local, multicast or unassigned.
  if (a < 0x2000 || a > 0x3fff) return false;
  // Teredo and the other special uses of 2001::/23, documentation, 6to4 (which carries an IPv4 address of its own).
  if (a === 0x2001 && (b < 0x200 || b === 0xdb8)) return false;
  return a !== 0x2002 && !(a === 0x3fff && b < 0x1000);
}

/**
 * Whether an IPv4 or IPv6 address (without brackets) is on the public internet: not private, loopback, link-local, shared,
 * documentation, multicast or reserved. False for a text that is no address.
 */
export function isPublicAddress(text: string): boolean {
  const v4 = parseV4(text);
  if (v4 !== null) return isPublicV4(v4);
  const v6 = parseV6(text);
  return v6 !== null && isPublicV6(v6);
}
