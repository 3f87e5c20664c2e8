// What a network is to see of the data, and which data lack it.

import { StudioError } from '../core/errors.ts'
import { MODEL_SPECS } from '../core/models.ts'
import type { RunSettings } from '../core/run.ts'
import { requireLogEvidence } from '../data/batches.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { redshiftInput } from '../data/redshift.ts'

/** What a network takes, of a run to come or of one that was trained. */
export type NetworkInputs = Pick<RunSettings, 'model' | 'input' | 'redshift'>

/** @throws StudioError `bad-input` where rows lack what the network is to see */
export function requireInputs(data: SplitData, zgrid: Dataset['zgrid'], takes: NetworkInputs): void {
  if (MODEL_SPECS[takes.model].needsRedshift) redshiftInput(data, takes.redshift, zgrid)
  if (takes.input === 'logVraisemblance') requireLogEvidence(data)
}

/** The data without a test at natural prevalence whose rows lack what the network is to see: that stops nobody. */
export function dataFor(dataset: Dataset, takes: NetworkInputs): Dataset {
  const { natural, ...others } = dataset
  if (natural === undefined) return dataset
  try {
    requireInputs(natural, dataset.zgrid, takes)
    return dataset
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'bad-input') return others
    throw thrown
  }
}
