import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { PaneBoundary } from '../../src/ui/pane-boundary.tsx';

function Pane({ fails }: { readonly fails: boolean }) {
  if (fails) throw new Error('bad\u001b[2J number');
  return <Text>all is well</Text>;
}

function tree(version: number, fails: boolean) {
  return (
    <PaneBoundary title="events" look={{ glyphs: 'ascii', colors: 'none' }} version={version}>
      <Pane fails={fails} />
    </PaneBoundary>
  );
}

test('a pane that fails says why, in its room, and is tried again with the next view', () => {
  const { lastFrame, rerender, unmount } = render(tree(1, true));
  expect(lastFrame()).toBe('events: this pane failed: bad\\x1b[2J number');
  rerender(tree(1, false));
  expect(lastFrame()).toContain('this pane failed');
  rerender(tree(2, false));
  expect(lastFrame()).toBe('all is well');
  rerender(tree(3, true));
  expect(lastFrame()).toContain('this pane failed');
  unmount();
});
