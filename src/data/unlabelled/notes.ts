// What a person should know of a network's answers: rows without one, and posteriors on another grid than that of training.

import { formatInteger } from '../../core/format.ts'
import type { ModelCard } from '../../core/model-card.ts'
import { describeZgrid } from '../../core/zgrid.ts'
import type { Zgrid } from '../check-zgrid.ts'
import { formatList, formatRows, plural, ROWS_SHOWN } from '../finding.ts'
import { NOTICED } from './answerable-rows.ts'

/** A part and what was noticed of its rows. */
export interface NoticedPart {
  readonly name: string
  /** values of `NOTICED`, one per row */
  readonly noticed: Uint8Array
}

/** Sentences about rows, one for each kind that there is, with the file and number of the first five. */
export function rowNotes(parts: readonly NoticedPart[]): string[] {
  const total = parts.reduce((sum, { noticed }) => sum + noticed.length, 0)
  return KINDS.flatMap(([kind, text]) => {
    let count = 0
    const first: (readonly [part: string, rows: number[]])[] = []
    let shown = 0
    for (const { name, noticed } of parts) {
      const rows: number[] = []
      for (let row = 0; row < noticed.length; row++) {
        if (noticed[row] !== kind) continue
        count++
        if (shown === ROWS_SHOWN) continue
        rows.push(row)
        shown++
      }
      if (rows.length > 0) first.push([name, rows])
    }
    if (count === 0) return []
    const places = first.map(([name, rows]) => `${name} ${formatRows(rows)}`)
    const where = `${formatList(places)}${count > shown ? ' ...' : '.'}`
    return [text(count, `${formatInteger(count)} of ${plural(total, 'row')}`, where)]
  })
}

const KINDS: readonly (readonly [
  kind: number,
  text: (count: number, share: string, where: string) => string,
])[] = [
  [
    NOTICED.nonFinite,
    (count, share, where) =>
      `${share} ${count === 1 ? 'has no answer, because it holds' : 'have no answer, because they hold'} NaN or +inf: ${where}`,
  ],
  [
    NOTICED.empty,
    (count, share, where) =>
      `${share} ${count === 1 ? 'has no answer, because it is' : 'have no answer, because they are'} -inf at every redshift: ${where}`,
  ],
  [
    NOTICED.overflow,
    (count, share, where) =>
      `${share} ${count === 1 ? 'has' : 'have'} no answer, because exp() of the log posterior is not finite and the network takes the PDF: ${where}`,
  ],
  [
    NOTICED.ownFloor,
    (count, share, where) =>
      `-inf stands for p = 0 in ${share}: ${where} What it was read as in training is not known: the lowest finite value of ${count === 1 ? 'the' : 'each'} row stands for it.`,
  ],
]

/** Distance that counts as none: float32 rounding, relative to 1+z. */
const ROUNDING = 2 ** -22
/** The same as a share of a step. */
const OF_STEP = 0.01

/** Sentences about grids that are not that of training, one for equal ones; none where training had none. */
export function zgridNotes(
  parts: readonly { readonly zgrid: Zgrid | null }[],
  { zgrid: trained }: Pick<ModelCard, 'zgrid'>,
): string[] {
  if (trained === null) return []
  const grids = new Map(parts.flatMap(({ zgrid }) => (zgrid === null ? [] : [[zgrid.file, zgrid.values]])))
  const others = new Map<string, string[]>()
  for (const [file, values] of grids) {
    const own = { ...describeZgrid(values), points: values.length }
    if (isSameGrid(own, trained)) continue
    const text = gridText(own)
    others.set(text, [...(others.get(text) ?? []), file])
  }
  return [...others].map(([text, files]) => {
    const named = `${formatList(files.slice(0, ROWS_SHOWN))}${files.length > ROWS_SHOWN ? ' ...' : ''}`
    return `${named}: ${text}; the network was trained on ${gridText(trained)}. It knows points and not redshifts, so its answers mean little here: resample the posteriors to the grid of training.`
  })
}

type Grid = NonNullable<ModelCard['zgrid']>

function isSameGrid(own: Grid, trained: Grid): boolean {
  const near = (a: number, b: number): boolean =>
    Math.abs(a - b) <= (1 + Math.abs(b)) * Math.max(ROUNDING, OF_STEP * trained.step)
  return (
    own.points === trained.points &&
    own.spacing === trained.spacing &&
    near(own.first, trained.first) &&
    near(own.last, trained.last)
  )
}

function gridText({ points, first, last, spacing }: Grid): string {
  const even = spacing === 'irregular' ? 'unevenly spaced' : `even in ${spacing}`
  return `${plural(points, 'point')} from z = ${round(first)} to ${round(last)}, ${even}`
}

/** Without the dust of float32. */
function round(z: number): number {
  return Number(z.toPrecision(6))
}
