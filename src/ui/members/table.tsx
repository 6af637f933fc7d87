import { Text } from 'ink';
import Table from 'ink-table';
import { createContext, memo, type PropsWithChildren, type ReactElement, useContext } from 'react';
import type { Line, Span, Tone } from '../line.ts';
import type { Look } from '../look.ts';
import { textStyle } from '../theme.ts';

/** The member table on ink-table, borderless: lines come measured and padded, the table sets them as rows and columns. */
export function MembersTable({ lines, look }: { readonly lines: readonly Line[]; readonly look: Look }): ReactElement {
  const [heading = [], ...rows] = lines;
  const columns = heading.map(marked);
  const data = rows.map((line) => Object.fromEntries(line.map((span, index) => [columns[index] ?? '', marked(span)])));
  return (
    <LookContext value={look}>
      <Table data={data} columns={columns} header={ToneCell} cell={ToneCell} skeleton={null} />
    </LookContext>
  );
}

/** ink-table hands a cell its text alone, with padding around it: the tone travels as a last character that no cleaned text contains. */
function marked({ text, tone }: Span): string {
  return text + String.fromCodePoint(firstMark + tones.indexOf(tone));
}

const firstMark = 0xe000;
const tones: readonly Tone[] = ['plain', 'dim', 'title', 'ok', 'warning', 'critical', 'accent', 'selected'];
const LookContext = createContext<Look>({ glyphs: 'ascii', colors: 'none' });

function ToneCell({ children }: PropsWithChildren): ReactElement {
  return <Toned padded={String(children)} />;
}

/** Most cells say the same as in the frame before: those are not drawn again. */
const Toned = memo(function Toned({ padded }: { readonly padded: string }): ReactElement {
  const look = useContext(LookContext);
  let end = padded.length - 1;
  while (end > 0 && padded.charCodeAt(end) < firstMark) end -= 1;
  const tone = tones[padded.charCodeAt(end) - firstMark] ?? 'plain';
  return (
    <Text wrap="truncate" {...textStyle(tone, look)}>
      {padded.slice(1, end)}
    </Text>
  );
});
