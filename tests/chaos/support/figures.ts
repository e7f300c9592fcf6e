import { appendFileSync } from 'node:fs';

export interface Figure {
  what: string;
  value: string;
}

/** Notes a measured number: printed, and kept in the file of `npm run test:chaos` for its table. */
export function figure(what: string, value: string | number): void {
  const line: Figure = { what, value: String(value) };
  console.log(`${line.what}: ${line.value}`);
  const file = process.env.CHAOS_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** The smallest number that a share of all (0 to 1) does not exceed, rounded. Throws when there is none to measure. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('Compute a percentile: nothing was measured');
  return Math.round(value);
}

/** "p50 812 ms, p99 2190 ms, worst 2204 ms (n = 31)" */
export function spread(milliseconds: readonly number[]): string {
  const at = (share: number) => `${percentile(milliseconds, share)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)} (n = ${milliseconds.length})`;
}
