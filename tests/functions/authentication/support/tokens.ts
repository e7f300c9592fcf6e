import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

/** What Auth of `issuer` says of a new user; `changes` replace or (undefined) leave out single claims. */
export function userClaims(issuer: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { iss: issuer, sub: randomUUID(), aud: 'authenticated', role: 'authenticated', exp: inAnHour(), ...changes };
}

/** header.payload.signature; `signature` gets the first two parts. */
function compose(header: object, claims: object, signature: (text: string) => Buffer): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${signature(text).toString('base64url')}`;
}

/** A token as a project with a shared secret signs it. */
export function signHs256(claims: object, secret: string | Buffer, header: object = {}): string {
  return compose({ alg: 'HS256', typ: 'JWT', ...header }, claims, (text) =>
    createHmac('sha256', secret).update(text).digest(),
  );
}

/** A token that claims to need no signature. */
export function unsigned(claims: object, header: object = {}): string {
  return compose({ alg: 'none', typ: 'JWT', ...header }, claims, () => Buffer.alloc(0));
}

/** A signing key of a project with asymmetric keys: ES256, named by its `kid`. */
export class SigningKey {
  readonly kid = randomUUID();
  readonly #private: KeyObject;
  readonly public: KeyObject;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#private = privateKey;
    this.public = publicKey;
  }

  /** As it stands in `/.well-known/jwks.json`. */
  get jwk(): Record<string, unknown> {
    return { ...this.public.export({ format: 'jwk' }), kid: this.kid, alg: 'ES256', use: 'sig', key_ops: ['verify'] };
  }

  sign(claims: object, header: object = {}): string {
    return compose({ alg: 'ES256', typ: 'JWT', kid: this.kid, ...header }, claims, (text) =>
      sign('sha256', Buffer.from(text), { key: this.#private, dsaEncoding: 'ieee-p1363' }),
    );
  }
}
