// What AMAZED's deepLearningSolver asks of a reliability network, worked out from its card alone: the page says it before
// anybody saves, the writer of the file refuses by it.

import type { AmazedRange, ModelCard } from './model-card.ts'
import { MODEL_SPECS } from './models.ts'
import { REFERENCE_STEP } from './zgrid.ts'

type Zgrid = NonNullable<ModelCard['zgrid']>

/** Whether AMAZED could use a network: with the grid that it compares, or why not and what to do. */
export type AmazedCheck =
  | { readonly isUsable: true; readonly zgrid: Zgrid }
  | { readonly isUsable: false; readonly message: string; readonly hint: string }

/** AMAZED gives a network the PDF and nothing else, and compares the end of its grid. */
export function checkForAmazed({ name, model, input, zgrid }: ModelCard): AmazedCheck {
  // before all else, as nothing mends it
  if (MODEL_SPECS[model].needsRedshift) {
    return refused(
      `AMAZED gives a network the posterior alone, and ${name} takes the estimated redshift beside it.`,
      'Train another network, for example CNN3.',
    )
  }
  if (input === null) {
    return refused(
      'AMAZED gives a network the PDF, and it is not known what this one takes.',
      'Say first what it takes.',
    )
  }
  if (input !== 'PDF') {
    return refused(`AMAZED gives a network the PDF, and this one takes ${input}.`, 'Train one on the PDF.')
  }
  if (zgrid === null) {
    return refused(
      'AMAZED compares the end of the redshift grid, and that of this network is not known.',
      'Put zgrid.npy beside the data and train again.',
    )
  }
  return { isUsable: true, zgrid }
}

function refused(message: string, hint: string): AmazedCheck {
  return { isUsable: false, message, hint }
}

/** The range of the network's own grid; a step that rounds to that of the reference's grid is that. */
export function amazedRange(zgrid: Zgrid): AmazedRange {
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
