import { useApp } from 'ink';
import { Component, type ReactElement, type ReactNode } from 'react';

/** Ends the screen with what broke it. Ink would first draw a page of source text, and of a bundled program that is one long line. */
export function ScreenBoundary({ children }: { readonly children: ReactNode }): ReactElement {
  const { exit } = useApp();
  return <Boundary onError={exit}>{children}</Boundary>;
}

type Props = { readonly onError: (error: Error) => void; readonly children: ReactNode };

class Boundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error instanceof Error ? error : new Error(String(error)));
  }

  override render(): ReactNode {
    return this.state.broken ? null : this.props.children;
  }
}
