// New labels that a person gives to objects whose label the network doubts. They change no data: they are a list, to be
// saved and to be looked at again. Kept are the rows of a split, which are the same ones wherever its objects are numbered
// otherwise; and changes, not lists, so that two pages on the same data lose nothing of each other's.

import type { EvaluatedSplit } from './run.ts'

/** One decision. Later ones on the same object replace it. */
export interface Reflag {
  /** number as in `ObjectColumns` */
  readonly object: number
  readonly split: EvaluatedSplit
  /** class that the data give */
  readonly label: number
  /** class that the person gives; equal to `label` where the person confirms it */
  readonly newLabel: number
  /** human flag, for targets that are made of flags; `null` for others */
  readonly newFlag: number | null
  /** what the network said then */
  readonly predicted: number
  /** its probability, 0 to 1 */
  readonly confidence: number
  /** milliseconds since 1970 */
  readonly at: number
}

/** A decision as it is kept, under the fingerprint of its split. */
export interface KeptReflag extends Omit<Reflag, 'object' | 'split'> {
  /** row number within the split, from 0 */
  readonly row: number
}

/** What a page did to the decisions on one split. */
export interface ReflagChange {
  readonly made: readonly KeptReflag[]
  /** by an undo, or because others took their place */
  readonly takenBack: readonly KeptReflag[]
}

/** Where decisions are kept between visits; each may fail without harm. */
export interface ReflagStore {
  /** @param fingerprint of the split: its rows with their labels */
  load(fingerprint: string): Promise<readonly KeptReflag[]>
  /** Changes what is kept by then, as `changedReflags` does, whoever has kept it. */
  keep(fingerprint: string, change: ReflagChange): Promise<void>
}

/**
 * What is kept after a change, in the order it was made. A later decision of another page stays, whether an earlier one on
 * its row is made or taken back.
 */
export function changedReflags(
  kept: readonly KeptReflag[],
  { made, takenBack }: ReflagChange,
): readonly KeptReflag[] {
  return latestReflags([...withoutReflags(kept, takenBack), ...made], ({ row }) => row)
}

/** Both changes as one. */
export function joinedChanges(first: ReflagChange, then: ReflagChange): ReflagChange {
  return {
    made: [...withoutReflags(first.made, then.takenBack), ...then.made],
    takenBack: [...first.takenBack, ...then.takenBack],
  }
}

/** Those that are not among `others`: what was decided of the same row at another time is another decision. */
export function withoutReflags(
  reflags: readonly KeptReflag[],
  others: readonly KeptReflag[],
): readonly KeptReflag[] {
  const gone = new Set(others.map(identity))
  return reflags.filter((reflag) => !gone.has(identity(reflag)))
}

/** The latest decision of each key, in the order they were made; of equal times the one that comes later counts. */
export function latestReflags<Decision extends Pick<Reflag, 'at'>>(
  reflags: readonly Decision[],
  keyOf: (reflag: Decision) => number,
): readonly Decision[] {
  const latest = new Map<number, Decision>()
  for (const reflag of reflags.toSorted((a, b) => a.at - b.at)) {
    const key = keyOf(reflag)
    // to the end, where the latest are
    latest.delete(key)
    latest.set(key, reflag)
  }
  return [...latest.values()]
}

function identity({ row, at, newLabel, newFlag }: KeptReflag): string {
  return [row, at, newLabel, newFlag].join()
}
