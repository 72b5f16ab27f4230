import { at, listAt, textAt } from './grafana-words';

/*
 * Panels from before Grafana 7 (`graph`, `singlestat`), which most dashboards that are handed on still have, in the words
 * of today's. They are no longer documented: this is what such files hold.
 */

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** What a legend or a number told, as a calculation of today. */
const calcs: Readonly<Record<string, string>> = {
  current: 'lastNotNull',
  min: 'min',
  avg: 'mean',
  max: 'max',
  total: 'sum',
};

/** The panel in today's words; one that is of today as it is. */
export function modern(panel: unknown): unknown {
  if (typeof panel !== 'object' || panel === null) return panel;
  const type = at(panel, 'type');
  if (type === 'graph') return { ...panel, ...graph(panel) };
  if (type === 'singlestat') return { ...panel, ...number(panel) };
  return panel;
}

function graph(panel: object): object {
  const [axis] = listAt(panel, 'yaxes');
  const legend = at(panel, 'legend');
  const steps = listAt(panel, 'thresholds').map((line) => ({
    value: numberOf(at(line, 'value')),
    color: at(line, 'colorMode') === 'critical' ? 'red' : 'orange',
  }));
  const [min, max] = [numberOf(at(axis, 'min')), numberOf(at(axis, 'max'))];
  return {
    fieldConfig: {
      defaults: {
        ...unitOf(at(axis, 'format')),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        custom: {
          fillOpacity: numberOf(at(panel, 'fill')) ?? 0,
          ...(at(panel, 'stack') === true && { stacking: { mode: 'normal' } }),
          ...((numberOf(at(axis, 'logBase')) ?? 1) > 1 && { scaleDistribution: { type: 'log' } }),
          ...(steps.length > 0 && { thresholdsStyle: { mode: 'line' } }),
        },
        ...(steps.length > 0 && { thresholds: { steps } }),
      },
    },
    options: {
      legend: {
        showLegend: at(legend, 'show') !== false,
        displayMode: at(legend, 'alignAsTable') === true ? 'table' : 'list',
        calcs: Object.entries(calcs).flatMap(([old, calc]) => (at(legend, old) === true ? [calc] : [])),
      },
    },
  };
}

function number(panel: object): object {
  const values = textAt(panel, 'thresholds').split(',').map(numberOf);
  const steps = values.map((value, i) => ({ value, color: i === values.length - 1 ? 'red' : 'orange' }));
  const calc = calcs[textAt(panel, 'valueName') || 'avg'];
  return {
    fieldConfig: {
      defaults: { ...unitOf(at(panel, 'format')), ...(steps.length > 0 && { thresholds: { steps } }) },
    },
    options: { reduceOptions: { calcs: calc === undefined ? [] : [calc] } },
  };
}

const unitOf = (format: unknown): { readonly unit?: string } =>
  typeof format === 'string' ? { unit: format } : {};
