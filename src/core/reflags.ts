// New labels that a person gives to objects whose label the network doubts. They change no data: they are a list to be
// saved and to be looked at again.

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

/** Where decisions are kept between visits; each may fail without harm. */
export interface ReflagStore {
  /** @param fingerprint of the data set as it was prepared: its objects, classes and labels */
  load(fingerprint: string): Promise<readonly Reflag[]>
  keep(fingerprint: string, reflags: readonly Reflag[]): Promise<void>
}
