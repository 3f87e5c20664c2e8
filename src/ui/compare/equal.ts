// Equality of plain data by content. What is compared is worked out anew with each epoch of a run under way; panels whose
// part of it came out the same are not rendered again: `memo(Panel, equal)`.

/** Whether two values of plain data (and functions, by identity) have the same content; NaN equals NaN. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]))
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
