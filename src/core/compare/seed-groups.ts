// Runs that differ by their seed only: together they tell how much of a difference is chance.

import type { PartialMeta } from '../report.ts'
import type { RunHistory } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import { sameData } from '../same-data.ts'
import type { SeedGroup } from './comparison.ts'
import { seedBand, spreadOf } from './seed-band.ts'

/** A run with its accuracy on the test of the comparison, 0 to 1; `null` where it has none. */
export interface SeedRun {
  readonly record: RunRecord
  readonly accuracy: number | null
}

/**
 * Groups of at least two runs of this studio with different seeds and everything else alike. Of runs with the same seed the
 * first counts: a repetition tells nothing about chance and would make the spread look smaller. Reports that do not say how
 * they were made belong to no group.
 */
export function seedGroups(runs: readonly SeedRun[]): SeedGroup[] {
  const groups: { readonly recipe: Recipe; readonly seeds: Set<number>; readonly runs: SeedRun[] }[] = []
  for (const run of runs) {
    const { meta } = run.record.report
    const recipe = meta === null ? null : recipeOf(meta)
    const seed = meta?.seed ?? null
    if (recipe === null || seed === null) continue
    const group = groups.find((other) => sameData(other.recipe, recipe))
    if (group === undefined) groups.push({ recipe, seeds: new Set([seed]), runs: [run] })
    else if (!group.seeds.has(seed)) {
      group.seeds.add(seed)
      group.runs.push(run)
    }
  }
  return groups.filter(({ seeds }) => seeds.size > 1).map((group) => groupOf(group.recipe, group.runs))
}

type Recipe = NonNullable<ReturnType<typeof recipeOf>>

/**
 * What runs of a group share. Where and how fast a run computed does not count, nor what data are called; the split does,
 * whose own seed is part of the preparation and shows in the fingerprints.
 * @returns `null` where something is not known
 */
function recipeOf(meta: PartialMeta) {
  const { model, target, input, optimizer, schedule, epochs, patience, dropout, redshift } = meta
  const { classWeights, batchSize, preparation, dataset } = meta
  if (model === null || target === null || dataset === null || dataset.fingerprint === '') return null
  const { fingerprint, testFingerprint, counts } = dataset
  const settings = {
    input,
    optimizer,
    schedule,
    epochs,
    patience,
    dropout,
    redshift,
    classWeights,
    batchSize,
  }
  if (preparation === null || Object.values(settings).includes(null)) return null
  return { model, target, ...settings, preparation, fingerprint, testFingerprint, counts }
}

function groupOf({ model, target }: Recipe, runs: readonly SeedRun[]): SeedGroup {
  const records = runs.map(({ record }) => record)
  const accuracies = runs.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]))
  const band = (curve: 'acc' | 'loss' | 'val_acc' | 'val_loss' | 'lr') =>
    seedBand(records.map(({ report }) => report[curve] ?? []))
  const curves: Record<keyof RunHistory, ReturnType<typeof seedBand>> = {
    acc: band('acc'),
    loss: band('loss'),
    valAcc: band('val_acc'),
    valLoss: band('val_loss'),
    lr: band('lr'),
  }
  return {
    records,
    name: `${model}, ${target}, ${records.length} seeds`,
    curves,
    accuracy: accuracies.length < 2 ? null : { ...spreadOf(accuracies), runs: accuracies.length },
  }
}
