// What the head of a file says of the network and the rows, for the formats that have room for it.

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { STUDIO_VERSION } from '../../core/version.ts'
import { wellFormed } from './rows.ts'

/** A name and what it is; a list for what may be several. */
export type About = readonly (readonly [name: string, value: string | number | readonly string[]])[]

/**
 * What is known, in order; what is not known is left out.
 */
export function aboutApplied({ card, notes }: AppliedPredictions, reading: AppliedReading): About {
  const { training } = card
  const { kept } = reading
  const all: readonly (readonly [string, About[number][1] | null])[] = [
    ['network', card.name],
    ['architecture', card.model],
    ['target', card.target],
    ['classes', card.classes],
    ['input', card.input],
    ['temperature', reading.temperature ?? 1],
    // divided out of the weights already
    ['temperature_in_weights', card.temperature],
    ['kept_class', kept === null ? null : card.classes[kept.classIndex]!],
    ['kept_threshold', kept?.threshold ?? null],
    ['studio', STUDIO_VERSION],
    ['trained_with_studio', card.studio],
    ['trained', card.created],
    ['training_epoch', training?.epoch ?? null],
    ['training_dataset', training?.dataset.name ?? null],
    ['training_fingerprint', training?.dataset.fingerprint ?? null],
    ['notes', notes],
  ]
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, clean(value)] as const]))
}

function clean(value: About[number][1]): About[number][1] {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? wellFormed(value) : value.map(wellFormed)
}
