import { Component, type ComponentProps, type ComponentType, type ErrorInfo, type ReactNode, useState } from 'react';
import { Chunk, MissingChunk } from '../../lib/parts/chunk.ts';
import { Crashed } from './Crashed.tsx';
import { MissingPart } from './MissingPart.tsx';

interface BoundaryProps extends Omit<ComponentProps<typeof MissingPart>, 'onLoaded'> {
  children: ReactNode;
}

/** Keeps what is around a part standing when its code is missing or breaks. */
class PartBoundary extends Component<BoundaryProps, { error: unknown; tries: number }> {
  override state = { error: null as unknown, tries: 0 };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    if (!(error instanceof MissingChunk)) console.error('Cannot render a part', error, info.componentStack);
  }

  readonly #again = () => this.setState(({ tries }) => ({ error: null, tries: tries + 1 }));

  override render(): ReactNode {
    const { children, ...props } = this.props;
    const { error, tries } = this.state;
    if (error instanceof MissingChunk) return <MissingPart {...props} onLoaded={this.#again} />;
    if (error !== null) return <Crashed {...props} />;
    return <Fresh key={tries}>{children}</Fresh>;
  }
}

/** Under a new key its children start anew. */
function Fresh({ children }: { children: ReactNode }) {
  return children;
}

/** The component of a chunk, the same one for as long as it is mounted: another would throw away what the reader has typed. */
function Shown<P extends object>({ chunk, props }: { chunk: Chunk<P>; props: P }) {
  const [Part] = useState<ComponentType<P>>(() => chunk.component());
  return <Part {...props} />;
}

function closeOf(props: object): (() => void) | undefined {
  if (!('onClose' in props) || typeof props.onClose !== 'function') return undefined;
  const { onClose } = props;
  return () => void onClose();
}

/**
 * A page that is loaded when it is first shown. It never takes the frame around it away: missing code is asked for again, and a page of a
 * release that is gone is loaded anew, once.
 */
export function lazyPage(load: () => Promise<{ default: ComponentType }>): ComponentType {
  const chunk = new Chunk<object>(load);
  return () => (
    <PartBoundary isPage load={chunk.load}>
      <Shown chunk={chunk} props={{}} />
    </PartBoundary>
  );
}

/**
 * A dialog, or another part of a page, that is loaded when it is first shown; goes below a Suspense. When its code is missing, a notice
 * stands in its place, and the rest of the page stays. `onClose`, if it has one, takes the notice away.
 */
export function lazyPart<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const chunk = new Chunk(load);
  return (props) => (
    <PartBoundary load={chunk.load} onClose={closeOf(props)}>
      <Shown chunk={chunk} props={props} />
    </PartBoundary>
  );
}
