// The simulated sample as a data set for target DeltaZ.

import { type SimulationSettings, simulateDataset } from '../core/simulate.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { TARGETS } from '../core/targets.ts'
import type { ScannedDataset } from './assemble.ts'
import type { ProgressOptions } from './cancel.ts'
import { type MemorySplit, scanMemory } from './memory-dataset.ts'

const FILE = 'sample data'

/**
 * Simulates a sample and checks it as files are checked. Progress counts the bytes of the posteriors.
 * @throws StudioError `bad-input` for settings outside the simulation's limits, `cancelled` on abort
 */
export async function simulatedDataset(
  settings: SimulationSettings,
  { signal, onProgress }: ProgressOptions = {},
): Promise<ScannedDataset> {
  const rowBytes = 4 * settings.points
  const sample = await simulateDataset(
    settings,
    (done, total) =>
      onProgress?.({ phase: 'simulate', file: FILE, done: done * rowBytes, total: total * rowBytes }),
    signal,
  )
  const splits = {} as Record<SplitName, MemorySplit>
  for (const split of SPLIT_NAMES) {
    const { posteriors, attributes } = sample.splits[split]
    splits[split] = { posteriors, attributes, labels: Uint8Array.from(attributes, labelOf) }
  }
  return scanMemory(
    {
      name: `sample-${settings.rows}x${settings.points}-seed${settings.seed}`,
      target: 'DeltaZ',
      balance: 'unbalanced',
      width: settings.points,
      splits,
      zgrid: sample.zgrid,
    },
    { signal },
  )
}

function labelOf(attributes: Parameters<(typeof TARGETS)['DeltaZ']['classOf']>[0]): number {
  const label = TARGETS.DeltaZ.classOf(attributes)
  if (label === undefined) throw new Error('Expected every simulated object to have a DeltaZ')
  return label
}
