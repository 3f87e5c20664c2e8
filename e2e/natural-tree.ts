// A tree with both prevalences: splits of as many right redshifts as wrong ones, and beside them those of the sky, where three
// in four are right.

import { countLabels, naturalTest } from './own-counts.ts'
import { type Objects, shuffled, type TreeRows, writeSplits } from './raw-files.ts'

/** What the tree is made of: objects per class, for the journeys' own arithmetic. */
export interface BothPrevalences {
  /** rows of the balanced splits */
  readonly balanced: TreeRows
  /** objects per class of the sky's TEST */
  readonly whole: readonly number[]
  /** of those that neither TRAIN nor VALID holds, and that have the shares of the sky */
  readonly natural: ReturnType<typeof naturalTest>
}

/** Writes `DeltaZ/{balanced,unbalanced}/{TRAIN,VALID,TEST}`. */
export async function writeBothPrevalences(
  directory: string,
  all: Objects,
  labelOf: (row: number) => number,
): Promise<BothPrevalences> {
  const order = shuffled(all.attributes.length, 'natural')
  const [right, wrong] = [0, 1].map((label) => order.filter((row) => labelOf(row) === label))
  const fewest = Math.floor(right!.length / 3)
  const rare = wrong!.slice(0, fewest)
  const balanced = split([...right!.slice(0, fewest), ...rare], 'balanced')
  const sky = split([...right!, ...rare], 'unbalanced')
  await writeSplits(directory, 'balanced', all, balanced, labelOf)
  await writeSplits(directory, 'unbalanced', all, sky, labelOf)
  const held = new Set([...balanced.TRAIN, ...balanced.VALID])
  const count = (rows: readonly number[]) => countLabels(rows.map(labelOf), 2)
  const whole = count(sky.TEST)
  return { balanced, whole, natural: naturalTest(whole, count(sky.TEST.filter((row) => held.has(row)))) }
}

function split(rows: readonly number[], name: string): TreeRows {
  const order = shuffled(rows.length, name).map((i) => rows[i]!)
  const held = Math.ceil(0.15 * rows.length)
  return { TEST: order.slice(0, held), VALID: order.slice(held, 2 * held), TRAIN: order.slice(2 * held) }
}
