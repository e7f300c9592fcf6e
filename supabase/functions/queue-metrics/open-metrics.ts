export interface Sample {
  /** Name -> value; none for a family of one sample. */
  labels?: Record<string, string>;
  value: number;
}

/** One gauge. A name that ends in a unit names it in `unit`, too. */
export interface MetricFamily {
  name: string;
  help: string;
  unit?: 'seconds' | undefined;
  samples: Sample[];
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function labelSet(labels: Record<string, string> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

/**
 * The families as OpenMetrics 1.0 text (prometheus.io/docs/specs/om): metadata before the samples of each, no empty line, `# EOF` last,
 * so that a reader knows an answer that was cut off.
 */
export function exposition(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, help, unit, samples }) => [
    `# TYPE ${name} gauge`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${name}${labelSet(labels)} ${value}`),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}
