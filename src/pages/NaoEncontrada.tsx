import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { MessagePage } from '../components/layout/AccessPages.tsx';
import { buttonClass } from '../components/ui/Button.tsx';
import { common } from '../lib/labels/common.ts';

/** Any address that is no page. */
export default function NaoEncontrada() {
  return (
    <MessagePage icon={Compass} title={common.notFound}>
      <p>{common.notFoundAdvice}</p>
      <p className="pt-2">
        <Link to="/integracoes" className={buttonClass('primary')}>
          {common.goToIntegrations}
        </Link>
      </p>
    </MessagePage>
  );
}
