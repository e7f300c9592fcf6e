/** Shorter ones could not be told from ordinary data, nor could what encodings make of them. */
const MIN_LENGTH = 8;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const reversed = (text: string) => [...text].reverse().join('');
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A text that gives the credential away, and how many characters before and after it hold a part of it as well. */
interface Form {
  text: string;
  /** The text as `bare` makes it. */
  bare: string;
  before: number;
  after: number;
}

/**
 * The base64 of bytes that stand within something longer, `before` of them before, modulo 3. Its first and last character may be made of
 * the neighbours' bits as well: they are not known, only that they are there.
 */
function base64Form(bytes: Uint8Array, before: number): Omit<Form, 'bare'> {
  const encoded = btoa(String.fromCharCode(...new Uint8Array(before), ...bytes));
  const end = Math.floor(((before + bytes.length) * 4) / 3);
  return {
    text: encoded.slice(Math.ceil((before * 4) / 3), end),
    before: before === 0 ? 0 : 1,
    after: (before + bytes.length) % 3 === 0 ? 0 : 1,
  };
}

/** The credential forwards and backwards, as it is, in hex, and in base64 of both alphabets wherever it stands in what was encoded. */
function formsOf(credential: string): Form[] {
  const forms = [credential, reversed(credential)].flatMap((text) => {
    const bytes = bytesOf(text);
    const base64 = [0, 1, 2].map((before) => base64Form(bytes, before));
    const urlSafe = base64.map((form) => ({ ...form, text: form.text.replaceAll('+', '-').replaceAll('/', '_') }));
    return [...[text, hex(bytes)].map((form) => ({ text: form, before: 0, after: 0 })), ...base64, ...urlSafe];
  });
  return forms
    .filter(({ text }, index) => text.length >= MIN_LENGTH && forms.findIndex((form) => form.text === text) === index)
    .map((form) => ({ ...form, bare: bare(form.text) }));
}

/** Forms of the credentials of the runs under way: a run looks for the same ones in each answer. */
const known = new Map<string, Form[]>();
const MAX_KNOWN = 64;

function knownForms(credential: string): Form[] {
  const forms = known.get(credential) ?? formsOf(credential);
  // The one that was used last comes last, and the first is forgotten.
  known.delete(credential);
  known.set(credential, forms);
  for (const oldest of known.keys()) if (known.size > MAX_KNOWN) known.delete(oldest);
  return forms;
}

/** What a text or the JSON of one may put between two characters without changing how it looks. */
const GAP = String.raw`(?:[\s\u00ad\u200b-\u200d\u2060\ufeff]|\\[nrtbf]|\\u(?:00(?:0[9ad]|20|a0|ad)|200[b-d]|2060|feff))*`;

const BLANKS = /[\s\u00ad\u200b-\u200d\u2060\ufeff]+/g;
/** A character of either base64 alphabet. */
const DIGIT = '[A-Za-z0-9+/_-]';

/** A character as it is, as JSON may escape it, and as bytes of a URL. */
function spellings(character: string): string {
  const plain = character.replace(/[\\^$.*+?()[\]{}|/"-]/, String.raw`\$&`);
  const inJson = /[/"\\]/.test(character) ? String.raw`\\?${plain}` : plain;
  const inUrl = [...bytesOf(character)].map((byte) => `%${hex(Uint8Array.of(byte))}`).join('');
  const escaped = Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return `(?:${inJson}|${inUrl}|${escaped.map((unit) => String.raw`\\u${unit}`).join('')})`;
}

function patternOf({ text, before, after }: Form): string {
  const lead = before > 0 ? `(?:${DIGIT}${GAP})?` : '';
  const tail = after > 0 ? `(?:${GAP}${DIGIT})?(?:${GAP}=){0,2}` : '';
  return lead + [...text].map(spellings).join(GAP) + tail;
}

function decodedUrl(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/g, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      // Other bytes than those of a text: no credential of ours.
      return bytes;
    }
  });
}

/** The text in small letters without anything that may stand between its characters. */
const bare = (text: string) => text.toLowerCase().replaceAll('\\', '').replace(BLANKS, '');

/** Whether one of the forms is in the text. Most answers of a provider hold none: this is a tenth of the work of looking for each spelling. */
function mayContain(text: string, forms: readonly Form[]): boolean {
  let plain = text;
  if (plain.includes('\\')) {
    plain = plain
      .replace(/\\u([0-9a-f]{4})/gi, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
      .replace(/\\[nrtbf]/g, '');
  }
  plain = bare(plain);
  if (plain.includes('%')) plain = bare(decodedUrl(plain));
  return forms.some((form) => plain.includes(form.bare));
}

/**
 * The text with *** for the credential in every form in which providers and the programs in front of them repeat it: in any letter case,
 * backwards, in base64 (both alphabets, padded or not, within something longer), hex and percent signs, split by blanks. The text may be
 * JSON and is still JSON afterwards. A credential below eight characters is not looked for: it could not be told from data.
 */
export function withoutCredential(text: string, credential: string): string {
  if (credential.length < MIN_LENGTH) return text;
  const forms = knownForms(credential);
  if (!mayContain(text, forms)) return text;
  return text.replace(new RegExp(forms.map(patternOf).join('|'), 'gi'), '***');
}
