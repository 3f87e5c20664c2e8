// The way from a cell of a matrix to its objects, which is open only where the list behind it has just these objects.

import { useMemo } from 'react'
import type { ConfusionMatrix, EvaluatedSplit } from '../../core/run.ts'
import { equalMatrices, matrixOfSplit } from '../../core/split-matrix.ts'
import { predictionsOf } from '../../store/probabilities.ts'
import { openedRecord } from '../../store/run-in-use.ts'
import { useActions, useStudio } from '../context.tsx'

/**
 * Shows the objects of a cell; `undefined` where the panels show a kept run, where the network in use has no predictions of
 * the split, and where they come to another matrix, as those of another network or of other data do.
 * @param matrix of the best weights of the run in view; `null` without one
 */
export function useCellsOf(
  split: EvaluatedSplit,
  matrix: ConfusionMatrix | null,
): ((truth: number, predicted: number) => void) | undefined {
  const { inspectCell } = useActions()
  const predictions = useStudio(({ network }) => predictionsOf(network.predictions, split))
  const isKept = useStudio((state) => openedRecord(state) !== null)
  const isOpen = useMemo(
    () =>
      !isKept && matrix !== null && predictions !== null && equalMatrices(matrixOfSplit(predictions), matrix),
    [isKept, matrix, predictions],
  )
  return useMemo(
    () => (isOpen ? (truth, predicted) => inspectCell({ split, truth, predicted }) : undefined),
    [isOpen, split, inspectCell],
  )
}
