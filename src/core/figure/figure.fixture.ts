// Runs to draw, and a measure of type that needs no font: 0.6 em a character, 0.636 em a digit, as DejaVu Sans has.

import type { ConfusionMatrix } from '../run.ts'
import type { RunView } from '../run-view.ts'
import type { TextMeasure } from './scene.ts'

export const measure: TextMeasure = (text, size, bold) => {
  const digits = text.match(/\d/g)?.length ?? 0
  return (0.636 * digits + 0.6 * ([...text].length - digits)) * size * (bold ? 1.12 : 1)
}

/** Two classes, three epochs, all whole. */
export const SMALL: RunView = {
  title: 'CNN3, DeltaZ',
  labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  history: {
    acc: [0.5, 0.75, 0.9],
    loss: [0.8, 0.5, 0.25],
    valAcc: [0.4, 0.7, 0.6],
    valLoss: [0.9, 0.6, 0.7],
    lr: [1e-4, 1e-4, 1e-4],
  },
  bestEpoch: 2,
  plannedEpochs: 10,
  status: 'finished',
  ended: true,
  train: {
    matrix: [
      [2800, 200],
      [150, 850],
    ],
    origin: 'best-train',
  },
  test: {
    matrix: [
      [45, 5],
      [6, 24],
    ],
    origin: 'best-test',
  },
  savedReport: null,
  natural: null,
  control: null,
}

const LONG_NAMES = [
  'Redshift is secure: strong emission lines and DeltaZ < 0.001',
  'Supercalifragilisticexpialidocious_without_any_spaces_in_it_',
  'Décalage à vérifier — ζ ≥ 1e-3 / Mismatch É̂, ÅÄÖ 銀河の赤方偏移',
  'x',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
]

/** Names of classes: short ones, or up to 60 characters. */
export function namesOf(classes: number, kind: 'short' | 'long'): string[] {
  return Array.from({ length: classes }, (_, i) => (kind === 'short' ? `Flag ${i}` : LONG_NAMES[i % 5]!))
}

/** A run of any number of classes and epochs; losses begin above 1, every 17th validation loss is not finite. */
export function madeView(classes: number, epochs: number, names: 'short' | 'long'): RunView {
  const curve = (value: (epoch: number) => number) => Array.from({ length: epochs }, (_, e) => value(e))
  return {
    ...SMALL,
    labels: namesOf(classes, names),
    history: {
      acc: curve((e) => 0.95 - 0.4 * Math.exp(-e / 8)),
      loss: curve((e) => 0.2 + 2.1 * Math.exp(-e / 9)),
      valAcc: curve((e) => 0.9 - 0.4 * Math.exp(-e / 8)),
      valLoss: curve((e) => (e % 17 === 5 ? Number.NaN : 0.35 + 1.9 * Math.exp(-e / 9))),
      lr: [],
    },
    bestEpoch: epochs,
    train: { matrix: madeMatrix(classes, 1), origin: 'best-train' },
    test: { matrix: madeMatrix(classes, 5), origin: 'best-test' },
    natural: { matrix: madeMatrix(classes, 3), counts: [], left: null },
  }
}

function madeMatrix(classes: number, divisor: number): ConfusionMatrix {
  const indices = Array.from({ length: classes }, (_, i) => i)
  return indices.map((i) =>
    indices.map((j) =>
      Math.round((i === j ? 25_000 / (i + 1) : 300 * (1 + ((3 * i + 5 * j) % 7))) / divisor),
    ),
  )
}
