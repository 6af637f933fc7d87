import type { Levels, MetricEntry, MetricId } from '../../src/model/registry.ts';
import type { Unit } from '../../src/model/unit.ts';
import { metricName } from '../../src/report/exposition-names.ts';

/** A panel of a Grafana dashboard before it has its place. */
export type Panel = {
  readonly type: 'timeseries' | 'stat' | 'table';
  readonly title: string;
  readonly description: string;
  readonly datasource: typeof datasource;
  readonly targets: readonly Target[];
  readonly fieldConfig: { readonly defaults: FieldDefaults; readonly overrides: readonly object[] };
  readonly options: object;
  readonly transformations?: readonly object[] | undefined;
};

export type Target = {
  readonly refId: string;
  readonly datasource: typeof datasource;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: boolean | undefined;
  readonly range?: boolean | undefined;
  readonly format?: 'table' | undefined;
};

export type Step = { readonly color: string; readonly value: number | null };

type FieldDefaults = {
  readonly unit: string;
  readonly min?: number | undefined;
  readonly noValue?: string | undefined;
  readonly color?: object | undefined;
  readonly thresholds: { readonly mode: 'absolute'; readonly steps: readonly Step[] };
  readonly custom?: object | undefined;
};

export const datasource = { type: 'prometheus', uid: '$datasource' } as const;

/** What every query about members asks for, and what every query asks for. */
export const ofMembers = 'cluster=~"$cluster", member=~"$member"';
export const ofCluster = 'cluster=~"$cluster"';

/** A metric of the registry over time, a line per member, its bounds as lines across. */
export function metricPanel(id: MetricId, { title, unit, help, levels, needs, sinceVersion }: MetricEntry): Panel {
  const asides = [needs && `Needs ${needs}.`, sinceVersion && `From etcd ${sinceVersion} on.`].filter(Boolean);
  return linesPanel({
    title,
    description: [help, ...asides].join(' '),
    unit,
    steps: stepsOf(levels),
    lines: [
      {
        // Daemons that watch the same member say the same of it.
        expr: `${levels?.below ? 'min' : 'max'} by (cluster, member) (${metricName(id)}{${ofMembers}})`,
        legend: '{{member}}',
      },
    ],
  });
}

type Lines = {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly steps?: readonly Step[] | undefined;
  readonly lines: readonly { readonly expr: string; readonly legend: string }[];
};

export function linesPanel({ title, description, unit, steps = [base], lines }: Lines): Panel {
  return {
    type: 'timeseries',
    title,
    description,
    datasource,
    targets: lines.map(({ expr, legend }, number) => ({
      refId: 'ABCDEFGH'.charAt(number),
      datasource,
      expr,
      legendFormat: legend,
      range: true,
    })),
    fieldConfig: {
      defaults: {
        unit: grafanaUnits[unit],
        min: 0,
        color: { mode: 'palette-classic' },
        thresholds: { mode: 'absolute', steps },
        custom: {
          drawStyle: 'line',
          lineWidth: 1,
          fillOpacity: 0,
          showPoints: 'never',
          spanNulls: false,
          thresholdsStyle: { mode: steps.length > 1 ? 'dashed' : 'off' },
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

type Stat = {
  readonly title: string;
  readonly description: string;
  readonly expr: string;
  readonly unit?: Unit | undefined;
  readonly steps?: readonly Step[] | undefined;
  /** Show what the series is called instead of its number. */
  readonly legend?: string | undefined;
};

export function statPanel({ title, description, expr, unit = 'count', steps = [base], legend }: Stat): Panel {
  return {
    type: 'stat',
    title,
    description,
    datasource,
    targets: [{ refId: 'A', datasource, expr, legendFormat: legend ?? '', instant: true, range: false }],
    fieldConfig: {
      defaults: { unit: grafanaUnits[unit], noValue: '?', thresholds: { mode: 'absolute', steps } },
      overrides: [],
    },
    options: {
      colorMode: steps.length > 1 ? 'background' : 'none',
      graphMode: 'none',
      justifyMode: 'center',
      textMode: legend === undefined ? 'value' : 'name',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}

export function tablePanel(about: {
  title: string;
  description: string;
  expr: string;
  columns: readonly string[];
}): Panel {
  const { title, description, expr, columns } = about;
  return {
    type: 'table',
    title,
    description,
    datasource,
    targets: [{ refId: 'A', datasource, expr, legendFormat: '', instant: true, range: false, format: 'table' }],
    fieldConfig: {
      defaults: { unit: 'short', noValue: 'none', thresholds: { mode: 'absolute', steps: [base] } },
      overrides: [],
    },
    options: { showHeader: true, cellHeight: 'sm' },
    transformations: [{ id: 'filterFieldsByName', options: { include: { names: columns } } }],
  };
}

export const base: Step = { color: 'green', value: null };
export const bad: readonly Step[] = [base, { color: 'red', value: 1 }];
export const doubtful: readonly Step[] = [base, { color: 'orange', value: 1 }];

function stepsOf(levels: Levels | undefined): readonly Step[] {
  const { warning, critical, below } = levels ?? {};
  const step = (color: string, value: number | undefined) => (value === undefined ? [] : [{ color, value }]);
  if (!below) return [base, ...step('orange', warning), ...step('red', critical)];
  // From the bottom up: what lies under the lowest bound is the worst.
  const worst = critical === undefined ? 'orange' : 'red';
  return [{ color: worst, value: null }, ...step('orange', critical), ...step('green', warning)];
}

/** Grafana's name of each unit. */
const grafanaUnits: Readonly<Record<Unit, string>> = {
  seconds: 's',
  bytes: 'bytes',
  bytesPerSecond: 'binBps',
  perSecond: 'cps',
  count: 'short',
  entries: 'short',
  ratio: 'percentunit',
  cores: 'short',
};

/** The unit that Grafana knows by this name; of several, the first. */
export function unitOf(name: string): Unit {
  const found = (Object.keys(grafanaUnits) as Unit[]).find((unit) => grafanaUnits[unit] === name);
  if (found === undefined) throw new Error(`no unit is called ${name}`);
  return found;
}
