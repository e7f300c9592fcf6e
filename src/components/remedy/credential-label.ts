import { remedies as labels } from '../../lib/labels/remedies.ts';

/** What the button is called that opens the field of the credential. */
export function credentialLabel(code: string | null): string {
  if (code === 'credentials_missing') return labels.giveCredential;
  return code === 'permission_denied' ? labels.otherCredential : labels.first.credential;
}
