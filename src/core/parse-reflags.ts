// New labels as a database gives them back, checked as a file is: an earlier or a later version of the studio may have
// written them.

import * as v from 'valibot'
import type { KeptReflag } from './reflags.ts'

const INDEX = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const REFLAGS = v.array(
  v.object({
    row: INDEX,
    label: INDEX,
    newLabel: INDEX,
    newFlag: v.nullable(INDEX),
    predicted: INDEX,
    confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    // the largest that a Date can be
    at: v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15)),
  }),
)

/** The decisions in what was kept, without keys that are not known; `null` where any of them cannot be understood. */
export function parseReflags(value: unknown): KeptReflag[] | null {
  const { success, output } = v.safeParse(REFLAGS, value)
  return success ? output : null
}
