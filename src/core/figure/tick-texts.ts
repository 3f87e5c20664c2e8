/** Ticks with as many decimals each as the finest of them needs: 0.0, 0.5, 1.0; very large and small ones as 1e+7. */
export function tickTexts(ticks: readonly number[]): string[] {
  const plain = ticks.map(String)
  if (plain.some((text) => text.includes('e') || text.length > 6)) return ticks.map(exponential)
  const decimals = Math.max(...plain.map((text) => text.split('.')[1]?.length ?? 0))
  return ticks.map((tick) => tick.toFixed(decimals))
}

function exponential(tick: number): string {
  return tick === 0 ? '0' : tick.toExponential()
}
