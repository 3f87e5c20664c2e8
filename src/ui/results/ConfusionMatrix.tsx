// A confusion matrix as `fig.py` draws it: viridis by share of the row, the percentage over the count, true classes
// down, predicted ones across. It is a real table; the words of the axes stand outside it, so that its headers are
// the classes and nothing else. Where single objects can be looked at, a cell is a button that leads to its own.

import { memo, type ReactNode } from 'react'
import { formatPercentage } from '../../core/format.ts'
import { rowPercentages } from '../../core/metrics.ts'
import type { ConfusionMatrix as Matrix } from '../../core/run.ts'
import { cssColor, readableOn, viridis } from '../../core/viridis.ts'
import { ClassName } from '../chart/ClassName.tsx'
import classes from './ConfusionMatrix.module.css'
import { cellName } from './cell-name.ts'

interface ConfusionMatrixProps {
  /** [true class, predicted class] */
  readonly matrix: Matrix
  /** class names, in class order */
  readonly labels: readonly string[]
  /** shows the objects of a cell, by class indices; cells are no buttons without it */
  readonly onCell?: ((truth: number, predicted: number) => void) | undefined
}

/** The table of a confusion matrix. */
export const ConfusionMatrix = memo(function ConfusionMatrix({
  matrix,
  labels,
  onCell,
}: ConfusionMatrixProps) {
  const percentages = rowPercentages(matrix)
  return (
    <div className={classes.figure} data-classes={labels.length}>
      <p aria-hidden="true" className={classes.predicted}>
        predicted
      </p>
      <p aria-hidden="true" className={classes.true}>
        true
      </p>
      <table className={classes.table}>
        <caption className={classes.caption}>
          Rows are the true class, columns the predicted one. A cell has the percentage of its row, then the
          count.
        </caption>
        <thead>
          <tr>
            <td aria-hidden="true" className={classes.corner} />
            {labels.map((label) => (
              <th key={label} scope="col">
                <ClassName name={label} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, trueClass) => (
            <tr key={labels[trueClass]}>
              <th scope="row">
                <ClassName name={labels[trueClass]!} />
              </th>
              {row.map((count, predicted) => {
                const percentage = percentages[trueClass]![predicted]!
                const background = viridis(percentage / 100)
                return (
                  <td
                    key={labels[predicted]}
                    data-count={count}
                    style={{ backgroundColor: cssColor(background), color: readableOn(background) }}
                  >
                    <CellButton
                      name={cellName(count, labels[trueClass]!, labels[predicted]!)}
                      onOpen={
                        onCell !== undefined && count > 0 ? () => onCell(trueClass, predicted) : undefined
                      }
                    >
                      <span className={classes.percentage}>{formatPercentage(percentage)}</span>{' '}
                      <span className={classes.count}>{count}</span>
                    </CellButton>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

interface CellButtonProps {
  readonly name: string
  readonly onOpen: (() => void) | undefined
  readonly children: ReactNode
}

/** A button that fills its cell, or what would be in it. */
function CellButton({ name, onOpen, children }: CellButtonProps) {
  if (onOpen === undefined) return children
  return (
    <button type="button" aria-label={name} className={classes.open} onClick={onOpen}>
      {children}
    </button>
  )
}
