import { Box } from 'ink';
import { Fragment, type ReactElement } from 'react';
import type { ClusterView } from '../model/view.ts';
import { blankView } from './blank-view.ts';
import { footerLine } from './footer-line.ts';
import { type Frame, paneProps } from './frame.ts';
import { headerLines } from './header/lines.ts';
import { startLines } from './header/start.ts';
import { keyRows } from './keys/keymap.ts';
import { hasCharts } from './layout/layout.ts';
import type { Band, Slot } from './layout/stacks.ts';
import { memberLines } from './members/rows.ts';
import { sparkTail } from './members/spark-tail.ts';
import { MembersTable } from './members/table.tsx';
import { overlaysFor } from './overlays/overlays.ts';
import { PaneBoundary } from './pane-boundary.tsx';
import { panes } from './panes/panes.ts';
import { statusLines } from './status-lines.ts';
import { Lines } from './widgets/lines.tsx';
import { span } from './widgets/row.ts';

const overlays = overlaysFor(keyRows());

/** One frame as Ink draws it. No box has a width of its own: on a resize Ink would draw wrong lines for ever. */
export function FrameView({ frame }: { readonly frame: Frame }): ReactElement {
  return (
    <Box flexDirection="column" height={frame.rows} overflow="hidden">
      <Body frame={frame} />
    </Box>
  );
}

function Body({ frame }: { readonly frame: Frame }): ReactElement {
  const { view, layout, look, columns, rows, facts } = frame;
  if (layout.mode === 'line') return <Lines lines={statusLines(frame)} look={look} />;
  const footer = <Lines lines={[footerLine(frame)]} look={look} />;
  if (!view || view.members.length === 0) {
    const above = layout.whole ? layout.header : rows - 1;
    return (
      <>
        <Lines lines={startLines(frame.start, view, look, columns, above)} look={look} />
        {layout.whole && <Whole frame={frame} view={view ?? blankView} rows={layout.whole.rows} />}
        {footer}
      </>
    );
  }
  return (
    <>
      <Lines lines={headerLines(view, facts, look, columns, layout.header)} look={look} />
      {layout.table > 0 && <Members frame={frame} view={view} rows={layout.table} />}
      {layout.whole && <Whole frame={frame} view={view} rows={layout.whole.rows} />}
      {layout.bands.map((band) => (
        <BandView key={keyOf(band)} frame={frame} view={view} band={band} />
      ))}
      {footer}
    </>
  );
}

type Part = { readonly frame: Frame; readonly view: ClusterView };

function Members({ frame, view, rows }: Part & { readonly rows: number }): ReactElement {
  return (
    <Box flexDirection="column" height={rows} overflow="hidden">
      <PaneBoundary title="members" look={frame.look} version={view}>
        <MemberTableOf frame={frame} view={view} rows={rows} />
      </PaneBoundary>
    </Box>
  );
}

/** A component of its own, so that what fails in it is caught. */
function MemberTableOf({ frame, view, rows }: Part & { readonly rows: number }): ReactElement {
  const { state, look, columns, trend, layout } = frame;
  const tail = columns >= 56 && !hasCharts(layout) ? sparkTail(view, trend, look) : undefined;
  return <MembersTable lines={memberLines(view, state, look, columns, rows, tail)} look={look} />;
}

function Whole({ frame, view, rows }: Part & { readonly rows: number }): ReactElement | null {
  const { overlay } = frame.state;
  const pane = frame.layout.mode === 'screen' ? frame.layout.whole?.pane : undefined;
  if (pane) return <SlotView frame={frame} view={view} slot={{ pane, rows }} columns={frame.columns} />;
  if (overlay.kind === 'none' || overlay.kind === 'prompt') return null;
  const Overlay = overlays[overlay.kind];
  return (
    <Box flexDirection="column" height={rows} overflow="hidden">
      <PaneBoundary title={overlay.kind} look={frame.look} version={view}>
        <Overlay {...paneProps(frame, view, frame.columns, rows)} host={frame.host} />
      </PaneBoundary>
    </Box>
  );
}

function BandView({ frame, view, band }: Part & { readonly band: Band }): ReactElement {
  return (
    <Box height={band.rows} overflow="hidden">
      {band.stacks.map((stack, index) => (
        <Fragment key={stack.panes[0]?.pane ?? 'blank'}>
          {index > 0 && (
            <Box flexDirection="column" flexShrink={0}>
              <Lines lines={Array.from({ length: band.rows }, () => [span(' | ', 'dim')])} look={frame.look} />
            </Box>
          )}
          <Box flexDirection="column">
            {stack.panes.map((slot) => (
              <SlotView key={slot.pane} frame={frame} view={view} slot={slot} columns={stack.columns} />
            ))}
          </Box>
        </Fragment>
      ))}
    </Box>
  );
}

function SlotView({ frame, view, slot, columns }: Part & { readonly slot: Slot; readonly columns: number }) {
  const pane = panes.find(({ id }) => id === slot.pane);
  if (!pane) return null;
  const { component: Pane, title } = pane;
  return (
    <Box flexDirection="column" height={slot.rows} overflow="hidden">
      <PaneBoundary title={title} look={frame.look} version={view}>
        <Pane {...paneProps(frame, view, columns, slot.rows)} />
      </PaneBoundary>
    </Box>
  );
}

function keyOf({ stacks }: Band): string {
  return stacks.map(({ panes: slots }) => slots.map(({ pane }) => pane).join('+')).join('|');
}
