// A confusion matrix less that of the baseline: blue where it is higher, orange where it is lower, each number with its
// sign.

import type { CSSProperties } from 'react'
import type { ComparedRun } from '../../core/compare/comparison.ts'
import { ClassName } from '../chart/ClassName.tsx'
import classes from './DifferenceMatrix.module.css'
import { signedCount, signedText } from './number-text.ts'

interface DifferenceMatrixProps {
  readonly name: string
  readonly baseline: string
  readonly labels: readonly string[]
  readonly difference: NonNullable<ComparedRun['difference']>
  /** percentage points that have the strongest colour */
  readonly most: number
}

/** Share of the colour in the strongest cell, per cent: text stays readable on it. */
const STRONGEST = 48

/** The table "Difference of NAME to BASELINE". */
export function DifferenceMatrix({ name, baseline, labels, difference, most }: DifferenceMatrixProps) {
  return (
    <table
      aria-label={`Difference of ${name} to ${baseline}`}
      className={classes.table}
      data-classes={labels.length}
    >
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
        {labels.map((label, trueClass) => (
          <tr key={label}>
            <th scope="row">
              <ClassName name={label} />
            </th>
            {labels.map((predicted, column) => (
              <Cell
                key={predicted}
                points={difference.points[trueClass]![column]!}
                count={difference.counts[trueClass]![column]!}
                most={most}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps {
  readonly points: number
  readonly count: number
  readonly most: number
}

function Cell({ points, count, most }: CellProps) {
  const strength = Math.round(STRONGEST * Math.min(1, Math.abs(points) / most))
  return (
    <td
      data-difference={count}
      data-higher={points > 0}
      style={{ '--strength': `${strength}%` } as CSSProperties}
    >
      <span className={classes.points}>{signedText(points, 2)}</span>{' '}
      <span className={classes.count}>{signedCount(count)}</span>
    </td>
  )
}
