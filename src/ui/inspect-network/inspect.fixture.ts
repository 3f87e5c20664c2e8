// Plain data for the tests of this folder: eight objects, six in test and two in validation, and what a network says of them.

import type { ModelCard } from '../../core/model-card.ts'
import { objectColumns } from '../../core/objects.fixture.ts'
import type { RunPredictions, SplitPredictions } from '../../core/predictions.ts'
import type { Reflag } from '../../core/reflags.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { type InspectSlice, NO_INSPECTION, NO_NETWORK } from '../../store/network-state.ts'
import { NO_DATA, NO_OBJECTS, type StudioState } from '../../store/state.ts'
import { REPORT } from '../test-data.ts'

/** A network of another program: it says nothing of its training. */
export const CARD: ModelCard = {
  version: 1,
  name: 'CNN3, DeltaZ',
  studio: null,
  created: '2026-11-21T20:15:00.000Z',
  origin: 'imported',
  model: 'CNN3',
  length: 3,
  dropout: 0,
  target: 'DeltaZ',
  classes: REPORT.classes,
  labels: REPORT.labels,
  input: 'logPDF',
  redshift: 'value',
  floor: -30,
  zgrid: null,
  temperature: null,
  training: null,
}

/** [label, probability of class 0] per row. */
type Facts = readonly (readonly [label: number, p: number])[]

function logits(p: readonly number[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(p.flatMap((each) => [Math.log(each), Math.log(1 - each)]))
}

/** A split of objects that follow `first`. */
export function split(name: EvaluatedSplit, first: number, facts: Facts, control = false): SplitPredictions {
  return {
    split: name,
    fingerprint: name,
    rows: facts.length,
    objects: Uint32Array.from(facts, (_, i) => first + i),
    labels: Uint8Array.from(facts, ([label]) => label),
    redshift: Float64Array.from(facts, (_, i) => (first + i === 5 ? Number.NaN : (first + i) / 10)),
    logits: logits(facts.map(([, p]) => p)),
    control: control ? logits(facts.map(() => 0.25)) : null,
  }
}

/** Matrix of test [[1, 1], [3, 1]], of validation [[0, 1], [0, 1]]. */
export const PREDICTIONS: RunPredictions = {
  card: CARD,
  fingerprint: REPORT.fingerprint,
  splits: [
    split(
      'test',
      0,
      [
        [0, 0.9],
        [1, 0.97],
        [1, 0.6],
        [0, 0.2],
        [1, 0.05],
        [1, 0.9999],
      ],
      true,
    ),
    split('validation', 6, [
      [0, 0.3],
      [1, 0.1],
    ]),
  ],
  control: null,
}

/** Rows of the files from 100 on; object 1 has a name. */
export const COLUMNS = objectColumns(
  Array.from({ length: 8 }, (_, i) => ({
    place: i < 6 ? ('test' as const) : ('validation' as const),
    row: 100 + i,
    label: [0, 1, 1, 0, 1, 1, 0, 1][i]!,
    redshift: i === 5 ? Number.NaN : i / 10,
    ...(i === 1 ? { id: 'A-17' } : {}),
  })),
)

/** Three points. */
export const ZGRID = Float64Array.of(0, 0.5, 1)

/** Everything but what is looked at. */
export const LOOKING: Partial<StudioState> = {
  view: 'inspect',
  data: { ...NO_DATA, phase: 'ready', report: { ...REPORT, width: CARD.length } },
  objects: { ...NO_OBJECTS, loaded: { columns: COLUMNS, zgrid: ZGRID } },
  network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS },
}

/** ln p at the three points. */
export const LN_P = Float32Array.of(-30, 0, -30)

/** The cell of objects 5, 1 and 2, of which 1 is in the viewer. */
export const IN_CELL: InspectSlice = {
  ...NO_INSPECTION,
  cell: { split: 'test', truth: 1, predicted: 0 },
  selected: 1,
  posterior: { object: 1, lnP: LN_P },
}

/** Objects 5, 1, 3, 6 and 2 are doubted with 0.5 or more; 1 is in the viewer. */
export const IN_DOUBT: InspectSlice = { ...IN_CELL, list: 'disagreements', confidence: 0.5 }

/** Something that went wrong. */
export const WRONG = { code: 'bad-input', message: 'X.npy was removed.', hint: 'Choose it again.' } as const

/** A decision about an object of test whose label is class 1. */
export function reflagOf(object: number, patch: Partial<Reflag> = {}): Reflag {
  return {
    object,
    split: 'test',
    label: 1,
    newLabel: 0,
    newFlag: null,
    predicted: 0,
    confidence: 0.97,
    at: 1000,
    ...patch,
  }
}
