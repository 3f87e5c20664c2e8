// What a run remembers of its data.

import type { RunDataset } from '../core/run.ts'
import type { Dataset } from '../data/dataset.ts'

/** The data set as the run's events and its report have it. */
export function describeDataset({ report, splits, natural }: Dataset): RunDataset {
  const { name, fingerprint, target, classes, labels, preparation, planned, findings } = report
  const { train, validation, test } = report.splits
  return {
    name,
    fingerprint,
    testFingerprint: splits.test.fingerprint,
    target,
    classes,
    labels,
    counts: { train: train.counts, validation: validation.counts, test: test.counts },
    natural: natural === undefined ? null : countClasses(natural.labels, classes.length),
    preparation,
    planned,
    overruled: findings.filter(({ severity }) => severity === 'block').map(({ message }) => message),
  }
}

function countClasses(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label]!++
  return counts
}
