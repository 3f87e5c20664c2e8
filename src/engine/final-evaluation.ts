// How a run ends: its best weights on train and on the tests, and the control beside them.

import { eventStream } from '../core/event-stream.ts'
import { classDigits, type RowOutcomes } from '../core/row-outcomes.ts'
import type { ControlResult, EvaluatedSplit, RunEvent } from '../core/run.ts'
import { addLogits, emptyTally, type Tally, tallyMatrix, tallyMeans } from '../core/tally.ts'
import { predictedClasses } from '../core/trust/softmax.ts'
import { type ControlProgress, type FittedControl, fitControlIfPossible } from '../data/control.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { type Evaluation, evaluateSplit, splitData } from './evaluate-split.ts'
import type { SplitLogits } from './train-context.ts'

/** What the best weights say, as far as the run got. */
export interface FinalEvaluation {
  readonly logits: SplitLogits
  readonly control: FittedControl | null
  /** whether the run was abandoned before all splits were through */
  readonly wasAbandoned: boolean
}

/**
 * Evaluates the network, which has its best weights, on train, on test, and on the test at natural prevalence where there is one,
 * and fits the control.
 * @throws StudioError as `evaluateSplit` does
 */
export async function* evaluateBest(evaluation: Evaluation): AsyncGenerator<RunEvent, FinalEvaluation, void> {
  const { dataset, signals } = evaluation.context
  const logits = new Map<EvaluatedSplit, Float32Array<ArrayBuffer>>()
  let wasAbandoned = false
  for (const split of finalSplits(dataset)) {
    const tally = yield* evaluateSplit(split, evaluation)
    wasAbandoned = tally === null
    if (tally === null) break
    logits.set(split, tally.logits!)
    // of train nobody compares single rows
    const rows = split === 'train' ? null : rowOutcomes(splitData(dataset, split), tally)
    yield { type: 'evaluated', split, confusion: tallyMatrix(tally), ...tallyMeans(tally), rows }
  }
  const control = signals.abandon.aborted ? null : yield* fitBeside(evaluation)
  return { logits, control, wasAbandoned }
}

/** What the best weights are evaluated on, in this order. */
function finalSplits({ natural }: Dataset): readonly Exclude<EvaluatedSplit, 'validation'>[] {
  return natural === undefined ? ['train', 'test'] : ['train', 'test', 'natural']
}

/** Fits the control and evaluates it on test; `null` where it cannot be fitted, and on an abandon. */
async function* fitBeside({
  settings: { seed },
  context: { dataset, signals, now, yieldToEvents },
}: Evaluation): AsyncGenerator<RunEvent, FittedControl | null, void> {
  const signal = signals.abandon
  const passes = eventStream<ControlProgress, FittedControl | null>((onProgress) =>
    fitControlIfPossible(dataset, { seed, now, yieldToEvents, signal, onProgress }),
  )
  try {
    while (true) {
      const { done, value } = await passes.next()
      if (!done) {
        yield { type: 'evaluationAdvanced', split: 'control', rows: value.done, totalRows: value.total }
        continue
      }
      if (value !== null) yield { type: 'controlEvaluated', ...controlOnTest(value, dataset) }
      return value
    }
  } catch (thrown) {
    if (signal.aborted) return null
    throw thrown
  }
}

function controlOnTest({ fit, logits }: FittedControl, { report, splits }: Dataset): ControlResult {
  const { test } = splits
  const tally = emptyTally(report.classes.length, { keep: test.x.rows })
  addLogits(tally, logits.test, test.labels, test.x.rows)
  return {
    descriptors: fit.descriptors,
    trainRows: fit.rows,
    confusion: tallyMatrix(tally),
    ...tallyMeans(tally),
    rows: rowOutcomes(test, tally),
  }
}

/** What became of the rows of a split. */
function rowOutcomes({ fingerprint, labels }: SplitData, { logits, classes }: Tally): RowOutcomes {
  const predicted = predictedClasses(logits!, classes)
  return { fingerprint, labels: classDigits(labels), predicted: classDigits(predicted) }
}
