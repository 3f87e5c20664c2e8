// Whether two pieces of plain data say the same, whatever the order of their keys.

/**
 * Compares texts, numbers, booleans, null, lists and plain objects; a key that holds `undefined` is not absent. Numbers that
 * are not finite are all the same: a file of JSON does not tell them apart.
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other || (isNotFinite(one) && isNotFinite(other))) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, index) => sameData(each, other[index]))
    )
  }
  const keys = Object.keys(one)
  if (keys.length !== Object.keys(other).length) return false
  return keys.every(
    (key) =>
      Object.hasOwn(other, key) &&
      sameData((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  )
}

function isNotFinite(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}
