// Edges of bins of redshift along an axis.

/** With two decimals, as there is little room, or with as many up to four as tell them apart. */
export function edgeLabels(edges: readonly number[]): string[] {
  const labels = (decimals: number) => edges.map((edge) => edge.toFixed(decimals))
  const distinct = new Set(edges).size
  const decimals = [2, 3].find((each) => new Set(labels(each)).size === distinct)
  return labels(decimals ?? 4)
}
