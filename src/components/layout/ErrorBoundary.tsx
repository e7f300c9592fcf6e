import { Component, type ErrorInfo, type ReactNode } from 'react';
import { common } from '../../lib/labels/common.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface Props {
  children: ReactNode;
  /** A new key (another page) gives the children a new chance. */
  resetKey: string;
}

interface State {
  failedKey: string | null;
}

/** Keeps the frame standing when a page breaks, also when its code could not be loaded after a new release. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failedKey: null };

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return state.failedKey !== null && state.failedKey !== props.resetKey ? { failedKey: null } : null;
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('Cannot render the page', error, info.componentStack);
    this.setState({ failedKey: this.props.resetKey });
  }

  override render(): ReactNode {
    if (this.state.failedKey === null) return this.props.children;
    return (
      <div className="mx-auto max-w-xl px-4 py-16">
        <Notice
          isAlert
          title={common.crashed}
          actions={<Button onClick={() => window.location.reload()}>{common.reload}</Button>}
        >
          {common.crashedAdvice}
        </Notice>
      </div>
    );
  }
}
