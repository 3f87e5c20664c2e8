// Runs that differ by their seed only: together they tell how much of a difference is chance.

import type { PartialMeta } from '../report.ts'
import type { RunHistory } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import { SPLIT_NAMES } from '../split-names.ts'
import type { BandPoint, SeedGroup } from './comparison.ts'
import { PREPARATION_SETTINGS, TRAINING_SETTINGS } from './recipe-settings.ts'

/** A run with its accuracy on the test of the comparison, 0 to 1; `null` where it has none. */
export interface SeedRun {
  readonly record: RunRecord
  readonly accuracy: number | null
}

/**
 * Groups of at least two finished runs of this studio with different seeds and everything else alike. Of runs with the same
 * seed the first counts: a repetition tells nothing about chance and would make the spread look smaller. Reports that do not
 * say how they were made belong to no group.
 */
export function seedGroups(runs: readonly SeedRun[]): SeedGroup[] {
  /** by recipe, then by seed */
  const groups = new Map<string, Map<number, SeedRun>>()
  for (const run of runs) {
    const { meta } = run.record.report
    const recipe = meta?.status === 'finished' ? recipeOf(meta) : null
    const seed = meta?.seed ?? null
    if (recipe === null || seed === null) continue
    const group = groups.get(recipe) ?? new Map<number, SeedRun>()
    if (!group.has(seed)) group.set(seed, run)
    groups.set(recipe, group)
  }
  return [...groups.values()].filter(({ size }) => size > 1).map((group) => groupOf([...group.values()]))
}

/**
 * What runs of a group share, as one text. Where and how fast a run computed does not count, nor what data are called; how the
 * splits were drawn does.
 * @returns `null` where something is not known
 */
function recipeOf(meta: PartialMeta): string | null {
  const { dataset } = meta
  const settings = [...TRAINING_SETTINGS, ...PREPARATION_SETTINGS].map(({ text }) => text(meta))
  if (settings.includes(null) || dataset === null || dataset.fingerprint === '') return null
  const { fingerprint, testFingerprint, counts } = dataset
  return JSON.stringify([settings, fingerprint, testFingerprint, SPLIT_NAMES.map((split) => counts[split])])
}

/** @param runs at least two, all of one recipe */
function groupOf(runs: readonly SeedRun[]): SeedGroup {
  const records = runs.map(({ record }) => record)
  const { model, target } = records[0]!.report.meta!
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

/**
 * Mean and standard deviation of the sample per epoch, as NumPy's `nanmean` and `nanstd(ddof=1)`.
 * @param curves one per run, as long as it was trained; NaN counts as absent
 * @returns one point per epoch of the longest curve; NaN where no run has a value, and as deviation of one value
 */
export function seedBand(curves: readonly (readonly number[])[]): BandPoint[] {
  const epochs = Math.max(0, ...curves.map((curve) => curve.length))
  return Array.from({ length: epochs }, (_, i) => {
    const values = curves.map((curve) => curve[i] ?? Number.NaN).filter(Number.isFinite)
    return { epoch: i + 1, ...spreadOf(values), runs: values.length }
  })
}

/** Mean and standard deviation of the sample (ddof 1). */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1)) }
}
