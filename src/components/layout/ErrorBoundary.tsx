import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Crashed } from '../parts/Crashed.tsx';

interface Props {
  children: ReactNode;
  /** A new key (another page) gives the children a new chance. */
  resetKey: string;
}

interface State {
  failedKey: string | null;
}

/** Keeps the frame standing when a page breaks. Pages and dialogs that are loaded later have their own: see `parts/part.tsx`. */
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
    return <Crashed isPage />;
  }
}
