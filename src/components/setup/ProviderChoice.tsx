import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTenant } from '../../hooks/useTenant.ts';
import { detailPath } from '../../lib/app/links.ts';
import type { Provider } from '../../lib/integrations/catalogue.ts';
import { PROVIDER } from '../../lib/labels/addresses.ts';
import { newIntegration as labels } from '../../lib/labels/setup.ts';
import { CategoryIcon } from '../integrations/CategoryIcon.tsx';

interface ProviderChoiceProps {
  providers: readonly Provider[];
  /** Slugs of those that the group has. */
  added: ReadonlySet<string>;
  chosen: string | null;
  isOff: boolean;
  onChoose: (slug: string) => void;
}

/** Which provider. Real radio buttons: arrows and names come with them; what is there already is a link to it. */
export function ProviderChoice({ providers, added, chosen, isOff, onChoose }: ProviderChoiceProps) {
  const { tenant } = useTenant();
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">{labels.choose}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {providers.map((provider) =>
          added.has(provider.slug) ? (
            <div key={provider.slug} className="flex gap-3 rounded-xl border border-dashed border-line p-3.5">
              <Description provider={provider}>
                <Link
                  to={detailPath(tenant.slug, provider.slug)}
                  aria-label={`${labels.already}: ${labels.open(provider.name)}`}
                  className="mt-1 inline-flex min-h-6 items-center gap-1 font-medium text-accent underline underline-offset-2"
                >
                  <Check aria-hidden className="size-4" />
                  {labels.already}
                </Link>
              </Description>
            </div>
          ) : (
            <label
              key={provider.slug}
              className="flex gap-3 rounded-xl border border-control/60 bg-surface p-3.5 hover:border-control has-checked:border-accent has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-accent has-focus-visible:ring-2 has-focus-visible:ring-accent has-focus-visible:ring-offset-2"
            >
              <input
                type="radio"
                name={PROVIDER}
                value={provider.slug}
                checked={chosen === provider.slug}
                aria-disabled={isOff || undefined}
                onChange={() => !isOff && onChoose(provider.slug)}
                className="sr-only"
              />
              <Description provider={provider} />
            </label>
          ),
        )}
      </div>
    </fieldset>
  );
}

function Description({ provider, children }: { provider: Provider; children?: ReactNode }) {
  return (
    <>
      <CategoryIcon category={provider.category} />
      <span className="min-w-0 text-sm">
        <span className="block text-base font-medium">{provider.name}</span>
        <span className="block text-muted">{provider.description}</span>
        {children}
      </span>
    </>
  );
}
