/** The p-th percentile (0 to 100) of a list of numbers, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** "p50 12 ms, p95 30 ms, max 41 ms (n 200)". */
export function summary(values: readonly number[]): string {
  const at = (p: number) => `${Math.round(percentile(values, p))} ms`;
  return `p50 ${at(50)}, p95 ${at(95)}, max ${at(100)} (n ${values.length})`;
}
