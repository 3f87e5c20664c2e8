// Steps and memory of runs, on data that are in use and on data that are expected.

import { describeModel, type ModelDescription } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { RunSettings } from '../core/run.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { READ_AHEAD_BYTES } from '../data/block-reads.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { heldBytes } from '../data/row-reader.ts'
import { requireInputs } from './run-inputs.ts'

/**
 * Bytes for the activations of one pass at most: more samples at a time are hardly faster, and browsers limit what a tab
 * may take.
 */
export const ACTIVATION_BUDGET = 600e6
const BYTES_PER_MEGABYTE = 1e6
/** Classes of data that are not known yet: those of the reference's own. */
const EXPECTED_CLASSES = 2

/**
 * @param largestBufferBytes of the backend that the settings choose
 * @throws StudioError `bad-input` for data that lack what the network is to see: now, not when the run starts
 */
export function planRun(
  dataset: Dataset,
  settings: RunSettings,
  largestBufferBytes: number | undefined,
): TrainingPlan {
  const { splits, zgrid } = dataset
  const description = describeRun(dataset, settings)
  for (const split of SPLIT_NAMES) requireInputs(splits[split], zgrid, settings)
  return planTraining({
    description,
    ...limitsOf(settings),
    largestBufferBytes,
    trainRows: splits.train.x.rows,
    dataBytes: dataBytes(dataset),
  })
}

/** The plan of a run on data that are not known yet, with rows enough for a whole batch. */
export function planExpected(
  length: number,
  settings: RunSettings,
  largestBufferBytes: number | undefined,
): TrainingPlan {
  return planTraining({
    description: describeModel(settings.model, length, EXPECTED_CLASSES, settings),
    ...limitsOf(settings),
    largestBufferBytes,
    trainRows: settings.batchSize,
    dataBytes: 0,
  })
}

function describeRun({ report }: Dataset, settings: RunSettings): ModelDescription {
  return describeModel(settings.model, report.width, report.classes.length, settings)
}

/** The splits, and the rows at natural prevalence where there are some. */
function allData({ splits, natural }: Dataset): readonly SplitData[] {
  return [...SPLIT_NAMES.map((split) => splits[split]), ...(natural === undefined ? [] : [natural])]
}

/** Memory for posteriors: what is kept, and what is read ahead where rows come in blocks. */
function dataBytes(dataset: Dataset): number {
  const readers = allData(dataset).map(({ x }) => x)
  const ahead = readers.some(({ blockRows }) => blockRows !== undefined) ? READ_AHEAD_BYTES : 0
  return readers.reduce((total, reader) => total + heldBytes(reader), ahead)
}

function limitsOf({ batchSize, memoryLimit }: RunSettings) {
  return {
    batchSize,
    activationBudget: ACTIVATION_BUDGET,
    memoryLimitBytes: memoryLimit === null ? null : memoryLimit * BYTES_PER_MEGABYTE,
  }
}
