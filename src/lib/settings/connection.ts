import { settings as labels } from '../labels/settings.ts';
import { isBaseUrl } from './base-url.ts';
import { isCredential } from './credential.ts';

/** What stands in the inputs of the connection. */
export interface ConnectionTexts {
  /** Empty = the provider's own address. */
  baseUrl: string;
  /** Empty = the stored one stays. */
  credential: string;
}

/** What is wrong with each input, in words. */
export interface ConnectionProblems {
  baseUrl: string | null;
  credential: string | null;
}

export function isSameConnection(a: ConnectionTexts, b: ConnectionTexts): boolean {
  return a.baseUrl.trim() === b.baseUrl.trim() && a.credential.trim() === b.credential.trim();
}

/** What is wrong with the inputs. `needsUrl`: the provider has no address of its own for everybody. */
export function connectionProblems(
  { baseUrl, credential }: ConnectionTexts,
  { needsUrl, needsCredential }: { needsUrl: boolean; needsCredential: boolean },
): ConnectionProblems {
  return {
    baseUrl: urlProblem(baseUrl.trim(), needsUrl),
    credential: credentialProblem(credential.trim(), needsCredential),
  };
}

function urlProblem(url: string, isNeeded: boolean): string | null {
  if (url === '') return isNeeded ? labels.baseUrlMissing : null;
  return isBaseUrl(url) ? null : labels.baseUrlInvalid;
}

function credentialProblem(credential: string, isNeeded: boolean): string | null {
  if (credential === '') return isNeeded ? labels.credentialMissing : null;
  return isCredential(credential) ? null : labels.credentialInvalid;
}

/** Do both addresses exist and lead to different hosts? The stored credential then belongs to the first one only. */
export function changesHost(before: string | null, after: string | null): boolean {
  if (before === null || after === null || !URL.canParse(before) || !URL.canParse(after)) return false;
  return new URL(before).hostname !== new URL(after).hostname;
}
