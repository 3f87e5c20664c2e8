// McNemar's test in plain words.

import { formatInteger } from '../../core/format.ts'
import type { McNemar } from '../../core/statistics/mcnemar.ts'
import { pText } from '../../core/statistics/p-text.ts'

/** What p says, once for all rows. */
export const P_NOTE =
  'p: how often such a difference or a larger one comes about by chance if both runs are equally good; 0.05 is 5 of 100 times.'

/** `right on 31 objects more than the baseline`, and where p is 1 that nothing can be told from it. */
export function verdictText({ onlyBaseline, onlyOther, p }: McNemar): string {
  const more = onlyOther - onlyBaseline
  const objects = `${formatInteger(Math.abs(more))} ${Math.abs(more) === 1 ? 'object' : 'objects'}`
  const how = more === 0 ? 'as many objects as' : `${objects} ${more > 0 ? 'more' : 'fewer'} than`
  const verdict = `right on ${how} the baseline`
  return pText(p) === 'p = 1' ? `${verdict}; no difference between the two can be seen` : verdict
}
