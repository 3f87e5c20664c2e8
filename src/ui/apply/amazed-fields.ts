// What AMAZED's deepLearningSolver asks for, worked out from the card of a network.

import type { AmazedRange, ModelCard } from '../../core/model-card.ts'
import { MODEL_SPECS } from '../../core/models.ts'
import { REFERENCE_STEP } from '../../core/zgrid.ts'

/** Why AMAZED could not use the network, with what to do; `null` where it could. */
export function amazedProblem(card: ModelCard): string | null {
  if (MODEL_SPECS[card.model].needsRedshift) {
    return `${card.model} takes the estimated redshift beside the posterior, and AMAZED gives a network the posterior alone. Train another network, for example CNN3.`
  }
  if (card.input === null) {
    return 'AMAZED gives a network the PDF, and it is not known what this one takes. Say it above.'
  }
  if (card.input !== 'PDF') {
    return `AMAZED gives a network the PDF, and this one takes ${card.input}. Train one on the PDF.`
  }
  return card.zgrid === null
    ? 'AMAZED compares the end of the redshift grid, and the data of this network had none. Put zgrid.npy beside the data and train again.'
    : null
}

/** The range of the network's own grid; a step that rounds to that of the reference's grid is that. */
export function rangeOf(zgrid: NonNullable<ModelCard['zgrid']>): AmazedRange {
  const { first, last, step } = zgrid
  const isReference = Number(step.toPrecision(3)) === REFERENCE_STEP
  return {
    min: withoutDust(first),
    max: withoutDust(last),
    step: isReference ? REFERENCE_STEP : Number(step.toPrecision(6)),
  }
}

/** The shortest decimal of the same float32; a number that is none stays as it is. */
function withoutDust(value: number): number {
  if (Math.fround(value) !== value) return value
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

/** The last class: targets begin with the redshifts that can be trusted. */
export function failureClassOf({ classes }: ModelCard): number {
  return classes.length - 1
}
