const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** The forms in which providers, and the programs in front of them, may repeat a credential. Name of the form -> text. */
export function credentialForms(credential: string): Record<string, string> {
  const base64 = Buffer.from(credential).toString('base64');
  const hex = Buffer.from(credential).toString('hex');
  const reversed = [...credential].reverse().join('');
  return {
    'as it is': credential,
    'in capitals': credential.toUpperCase(),
    'in base64': base64.replace(/=+$/, ''),
    'in base64 for addresses': Buffer.from(credential).toString('base64url'),
    'in hex': hex,
    'in hex with capitals': hex.toUpperCase(),
    'for an address': encodeURIComponent(credential),
    'for an address, in small letters': encodeURIComponent(credential).replace(/%../g, (code) => code.toLowerCase()),
    'with every byte as %xx': percent(credential),
    'with every byte as %XX': percent(credential).toUpperCase(),
    backwards: reversed,
    'backwards in base64': Buffer.from(reversed).toString('base64').replace(/=+$/, ''),
    'split by blanks': [...credential].join(' '),
    'split by line feeds': credential.replace(/^(....)/, '$1\n'),
    'split by what is not seen': credential.replace(/^(....)/, '$1\u200b'),
    'base64 split into lines': base64.replace(/=+$/, '').replace(/(.{6})(?=.)/g, '$1\r\n'),
  };
}
