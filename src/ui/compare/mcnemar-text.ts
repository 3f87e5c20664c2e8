// McNemar's test in plain words.

import type { McNemar } from '../../core/compare/mcnemar.ts'
import { formatInteger } from '../../core/format.ts'
import { chanceText } from './number-text.ts'

/** `right on 31 objects more than the baseline; such a difference or a larger one happens in 3.2 % of cases by chance ...` */
export function verdictText({ onlyBaseline, onlyOther, p }: McNemar): string {
  const more = onlyOther - onlyBaseline
  const chance = `happens in ${chanceText(p)} by chance if both are equally good`
  if (more === 0)
    return `right on as many objects as the baseline; such a difference or a larger one ${chance}`
  const objects = `${formatInteger(Math.abs(more))} ${Math.abs(more) === 1 ? 'object' : 'objects'}`
  return `right on ${objects} ${more > 0 ? 'more' : 'fewer'} than the baseline; such a difference or a larger one ${chance}`
}
