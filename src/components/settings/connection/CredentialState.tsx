import { settings as labels } from '../../../lib/labels/settings.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** "Definida há 3 dias" or "Ainda não definida". */
export function CredentialState({ updatedAt }: { updatedAt: string | null }) {
  if (updatedAt === null) return labels.credentialUnset;
  return (
    <>
      {labels.credentialSet} <RelativeTime timestamp={updatedAt} />
    </>
  );
}
