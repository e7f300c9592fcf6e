import { FileText, Landmark, type LucideIcon, MessageCircle, Plug } from 'lucide-react';

/** Categories are texts of the catalogue: one that is not known yet gets the plug. */
const ICONS: Record<string, LucideIcon> = { Fiscal: FileText, Financeiro: Landmark, Mensageria: MessageCircle };

export function CategoryIcon({ category }: { category: string }) {
  const Icon = ICONS[category] ?? Plug;
  return (
    <span className="flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent-soft text-accent">
      <Icon aria-hidden className="size-5" />
    </span>
  );
}
