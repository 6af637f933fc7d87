import { Text } from 'ink';
import { Component, type ReactNode } from 'react';
import { errorMessage } from '../text/error-message.ts';
import type { Look } from './look.ts';
import { textStyle } from './theme.ts';
import { foreign } from './widgets/row.ts';

type Props = { readonly title: string; readonly look: Look; readonly version: unknown; readonly children: ReactNode };
type State = { readonly error?: unknown; readonly version?: unknown };

/** Keeps the failure of one pane inside its room; with the next view it is tried again. */
export class PaneBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  static getDerivedStateFromProps({ version }: Props, state: State): State | null {
    return state.version === version ? null : { version, error: undefined };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { title, look, children } = this.props;
    if (error === undefined) return children;
    const reason = foreign(errorMessage(error), look);
    return (
      <Text wrap="truncate" {...textStyle('critical', look)}>
        {`${title}: this pane failed: ${reason}`}
      </Text>
    );
  }
}
