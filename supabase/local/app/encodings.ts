import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number] | 'identity';

/** One file as it goes over the wire. `etag` names these very bytes: another encoding of the file has another one. */
export interface Encoded {
  body: Buffer;
  encoding: Encoding;
  etag: string;
}

/** Pictures and fonts are small already. */
const TEXTS = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);

/** Below this the headers weigh more than what is saved. */
const LEAST_BYTES = 256;

/** Close to the best of each at a fraction of its time: the first visitor waits for it. */
const COMPRESS: Record<(typeof ENCODINGS)[number], (body: Buffer) => Promise<Buffer>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
};

/** The best encoding that an `Accept-Encoding` takes; `q=0` refuses one. */
export function chooseEncoding(accepted: string): Encoding {
  const offers = new Map(
    accepted.split(',').map((offer) => {
      const [name = '', quality = 'q=1'] = offer.split(';').map((part) => part.trim().toLowerCase());
      return [name, Number(quality.replace(/^q=/, ''))];
    }),
  );
  return ENCODINGS.find((encoding) => (offers.get(encoding) ?? offers.get('*') ?? 0) > 0) ?? 'identity';
}

/** Encodes the files of a folder, each once for as long as it does not change. */
export class EncodedFiles {
  readonly #known = new Map<string, { changedAt: number; encoded: Promise<Encoded> }>();

  /** Rejects when the file cannot be read. */
  async get(file: string, accepted: string): Promise<Encoded> {
    const encoding = TEXTS.has(extname(file)) ? chooseEncoding(accepted) : 'identity';
    const { mtimeMs } = await stat(file);
    const key = `${encoding} ${file}`;
    const known = this.#known.get(key);
    if (known?.changedAt === mtimeMs) return known.encoded;
    const encoded = encode(file, encoding);
    this.#known.set(key, { changedAt: mtimeMs, encoded });
    encoded.catch(() => this.#known.delete(key));
    return encoded;
  }
}

async function encode(file: string, encoding: Encoding): Promise<Encoded> {
  const plain = await readFile(file);
  const isWorthIt = encoding !== 'identity' && plain.length >= LEAST_BYTES;
  const body = isWorthIt ? await COMPRESS[encoding](plain) : plain;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, encoding: isWorthIt ? encoding : 'identity', etag };
}
