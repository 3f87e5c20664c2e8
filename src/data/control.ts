// The control: a multinomial logistic regression on a few descriptors of each posterior (after Jamal et al. 2018). It is
// fitted in seconds and shown beside every network, so that everyone sees what the network adds.

import { DESCRIPTORS } from '../core/control/descriptors.ts'
import { fitLogistic, logisticLogits } from '../core/control/logistic.ts'
import { scaleColumns, scalingOf } from '../core/control/scaling.ts'
import { StudioError } from '../core/errors.ts'
import type { ControlFit } from '../core/predictions.ts'
import { createRng } from '../core/rng.ts'
import type { Dataset, SplitData } from './dataset.ts'
import { type DescribedRows, type DescribeOptions, describeRows } from './described-rows.ts'

/** Rows of TRAIN that are fitted at most: with so few parameters more change nothing that anyone would see. */
export const MOST_FITTED_ROWS = 10_000

/** A fitted control and what it says. */
export interface FittedControl {
  readonly fit: ControlFit
  /** [row, class] of all rows; `natural` is `null` where the data set has none */
  readonly logits: {
    readonly validation: Float32Array<ArrayBuffer>
    readonly test: Float32Array<ArrayBuffer>
    readonly natural: Float32Array<ArrayBuffer> | null
  }
}

/** Rows of all splits that are described, of those that are to be. */
export interface ControlProgress {
  readonly done: number
  readonly total: number
}

/** Surroundings of a fit. */
export interface ControlOptions {
  /** draws the rows of TRAIN where there are more than MOST_FITTED_ROWS */
  readonly seed: number
  /** milliseconds */
  readonly now: () => number
  /** lets the thread answer, after each block of rows */
  readonly yieldToEvents: () => Promise<void>
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ControlProgress) => void) | undefined
}

/**
 * Fits the control on TRAIN and asks it about the other splits. Rows of TRAIN without shape are not fitted; in other splits they
 * are judged as a constant would be.
 * @returns `null` where no row of TRAIN can be fitted
 * @throws StudioError `cancelled` within one block of an abort
 */
export async function fitControl(dataset: Dataset, options: ControlOptions): Promise<FittedControl | null> {
  const started = options.now()
  const { splits, natural } = dataset
  const classes = dataset.report.classes.length
  const drawn = drawRows(splits.train.x.rows, options.seed)
  const describe = describer(dataset, drawn.length, options)

  const train = await describe(splits.train, drawn)
  const rows = usableRows(train, drawn, splits.train.labels)
  if (rows.labels.length === 0) return null
  const scaling = scalingOf(rows.x, DESCRIPTORS.length)
  const fitted = fitLogistic({ x: scaleColumns(rows.x, scaling), labels: rows.labels, classes })

  const logitsOf = async (split: SplitData) => {
    const { x } = await describe(split, allRows(split.x.rows))
    return logisticLogits(fitted, scaleColumns(x, scaling))
  }
  const logits = {
    validation: await logitsOf(splits.validation),
    test: await logitsOf(splits.test),
    natural: natural === undefined ? null : await logitsOf(natural),
  }
  const fit: ControlFit = {
    descriptors: DESCRIPTORS.map(({ title }) => title),
    rows: rows.labels.length,
    weights: fitted.weights,
    bias: fitted.bias,
    mean: [...scaling.mean],
    scale: [...scaling.scale],
    seconds: (options.now() - started) / 1000,
  }
  return { fit, logits }
}

/**
 * `fitControl` for those whom it stands beside: a control that cannot be fitted stops nobody.
 * @returns `null` where it cannot be fitted
 * @throws StudioError `cancelled` as `fitControl` does
 */
export async function fitControlIfPossible(
  dataset: Dataset,
  options: ControlOptions,
): Promise<FittedControl | null> {
  try {
    return await fitControl(dataset, options)
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code !== 'cancelled') return null
    throw thrown
  }
}

/** Describes rows of one split after another, and reports progress over all of them. */
function describer({ splits, natural, zgrid }: Dataset, trainRows: number, options: ControlOptions) {
  const { yieldToEvents, signal, onProgress } = options
  const total = trainRows + splits.validation.x.rows + splits.test.x.rows + (natural?.x.rows ?? 0)
  let before = 0
  return async (split: SplitData, rows: Uint32Array): Promise<DescribedRows> => {
    const onRows: DescribeOptions['onRows'] = (done) => onProgress?.({ done: before + done, total })
    const described = await describeRows(split, rows, zgrid, { yieldToEvents, signal, onRows })
    before += rows.length
    return described
  }
}

/** At most MOST_FITTED_ROWS of `rows` row numbers, drawn without replacement, ascending. */
function drawRows(rows: number, seed: number): Uint32Array {
  const order = allRows(rows)
  if (rows <= MOST_FITTED_ROWS) return order
  createRng(seed, 'rows of the control').shuffle(order)
  return order.slice(0, MOST_FITTED_ROWS).sort()
}

function allRows(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row)
}

/** Those of the described rows that have a shape, with their labels. */
function usableRows({ x, hasShape }: DescribedRows, drawn: Uint32Array, labels: Uint8Array) {
  const places = [...hasShape.keys()].filter((i) => hasShape[i] === 1)
  const F = DESCRIPTORS.length
  const kept = new Float64Array(places.length * F)
  for (const [k, i] of places.entries()) kept.set(x.subarray(i * F, (i + 1) * F), k * F)
  return { x: kept, labels: Uint8Array.from(places, (i) => labels[drawn[i]!]!) }
}
