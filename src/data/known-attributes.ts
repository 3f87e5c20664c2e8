// Which attributes data have: a table may have some columns and lack others.

import { ATTRIBUTE_NAMES, type AttributeName } from '../core/dataset-report.ts'
import type { Attributes } from '../core/targets.ts'

/** Attributes with a value, and not NaN, in at least one row; none where there are no attributes. */
export function knownAttributes(attributes: readonly Attributes[] | null): readonly AttributeName[] {
  return ATTRIBUTE_NAMES.filter((name) =>
    attributes?.some((row) => row[name] !== null && !Number.isNaN(row[name])),
  )
}
