// A small confusion matrix to choose a cell in: counts only, each a button.

import { formatInteger } from '../../core/format.ts'
import type { ConfusionMatrix } from '../../core/run.ts'
import { ClassName } from '../chart/ClassName.tsx'
import { cellName } from '../results/cell-name.ts'
import classes from './CellMatrix.module.css'

interface CellMatrixProps {
  /** [true class, predicted class] */
  readonly matrix: ConfusionMatrix
  /** in class order */
  readonly labels: readonly string[]
  /** class indices; `null` where none is chosen */
  readonly chosen: { readonly truth: number; readonly predicted: number } | null
  readonly onCell: (truth: number, predicted: number) => void
}

/** The table "Cells"; one without objects is no button. */
export function CellMatrix({ matrix, labels, chosen, onCell }: CellMatrixProps) {
  return (
    <table aria-label="Cells" className={classes.table} data-classes={labels.length}>
      <thead>
        <tr>
          <td className={classes.corner}>true&nbsp;↓ predicted&nbsp;→</td>
          {labels.map((label) => (
            <th key={label} scope="col">
              <ClassName name={label} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.map((row, truth) => (
          <tr key={labels[truth]}>
            <th scope="row">
              <ClassName name={labels[truth]!} />
            </th>
            {row.map((count, predicted) => (
              <td key={labels[predicted]}>
                {count === 0 ? (
                  <span className={classes.none}>0</span>
                ) : (
                  <button
                    type="button"
                    className={classes.cell}
                    aria-label={cellName(count, labels[truth]!, labels[predicted]!)}
                    aria-pressed={chosen?.truth === truth && chosen.predicted === predicted}
                    data-right={truth === predicted}
                    onClick={() => onCell(truth, predicted)}
                  >
                    {formatInteger(count)}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
