import { Counter, Gauge, Registry } from 'prom-client';
import type { Family } from './exposition-family.ts';
import { type ExpositionFormat, expositionTypes } from './exposition-format.ts';

/** The families in one of the two formats. A registry of its own each time: a series lives no longer than what it tells of. */
export function writeExposition(families: readonly Family[], format: ExpositionFormat): Promise<string> {
  const registry = format === 'openmetrics' ? openMetricsRegistry() : new Registry();
  for (const { name, type, help, series } of families) {
    if (series.length === 0) continue;
    const labelNames = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))];
    // OpenMetrics wants quotes in a help escaped, the text format forbids it.
    const options = { name, help: help.replaceAll('"', "'"), labelNames, registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(options);
      for (const { labels, value } of series) counter.inc(labels, value);
    } else {
      const gauge = new Gauge(options);
      for (const { labels, value } of series) gauge.set(labels, value);
    }
  }
  return registry.metrics();
}

function openMetricsRegistry(): Registry {
  const registry = new Registry();
  registry.setContentType(expositionTypes.openmetrics as never);
  return registry;
}
