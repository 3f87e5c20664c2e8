// The first rows of the answers, in the order of the files.

import { memo } from 'react'
import { type Answers, isKept } from '../../core/applied-summary.ts'
import { formatInteger } from '../../core/format.ts'
import { appliedKeptClass, appliedThreshold } from '../../store/applied-in-use.ts'
import { useStudio } from '../context.tsx'
import { redshiftText } from '../inspect/posterior-text.ts'
import { probabilityText } from '../inspect-network/inspected-text.ts'
import { rowsText } from '../trust/trust-text.ts'
import classes from './Outcome.module.css'

/** Rows of the table; all of them would slow the page down, and the saved tables have them. */
const ROWS_SHOWN = 200

/** A table that scrolls within its frame. Columns of names and redshifts are there where the files have any. */
export const AnswersTable = memo(function AnswersTable({ answers }: { readonly answers: Answers }) {
  const { card, rows, ids, redshift } = answers.applied
  const kept = useStudio(appliedKeptClass)
  const threshold = useStudio(appliedThreshold)
  const shown = [...new Array(Math.min(ROWS_SHOWN, rows)).keys()]
  const title =
    shown.length === rows ? `All ${rowsText(rows)}` : `The first ${shown.length} of ${rowsText(rows)}`
  return (
    <div>
      <p className={classes.caption}>{title}, counted from 0 as in the saved tables</p>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section aria-label="First answers" tabIndex={0} className={classes.frame}>
        <table className={classes.rows}>
          <thead>
            <tr>
              <th scope="col" className={classes.title} data-number="true">
                Row
              </th>
              <th scope="col" className={classes.title}>
                File
              </th>
              {ids !== null && (
                <th scope="col" className={classes.title}>
                  Id
                </th>
              )}
              {redshift !== null && (
                <th scope="col" className={classes.title} data-number="true">
                  z_est
                </th>
              )}
              <th scope="col" className={classes.title}>
                Class
              </th>
              {card.labels.map((label) => (
                <th key={label} scope="col" className={classes.title} data-number="true">
                  P({label})
                </th>
              ))}
              <th scope="col" className={classes.title} data-number="true">
                Confidence
              </th>
              <th scope="col" className={classes.title}>
                Kept
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <AnswerRow key={row} answers={answers} row={row} kept={kept} threshold={threshold} />
            ))}
          </tbody>
        </table>
      </section>
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
    </div>
  )
})

interface AnswerRowProps {
  readonly answers: Answers
  readonly row: number
  /** class that is kept, and its least probability */
  readonly kept: number
  readonly threshold: number
}

function AnswerRow({ answers, row, kept, threshold }: AnswerRowProps) {
  const { applied, probabilities, predicted } = answers
  const { card, files, file, ids, redshift } = applied
  const own = probabilities.subarray(row * card.classes.length, (row + 1) * card.classes.length)
  const confidence = own[predicted[row]!]!
  const name = files[file[row]!]!.name
  const z = redshift?.[row] ?? Number.NaN
  return (
    <tr>
      <td data-number="true">{formatInteger(row)}</td>
      <td className={classes.name} title={name}>
        {name}
      </td>
      {ids !== null && <td className={classes.name}>{ids[row] ?? '–'}</td>}
      {redshift !== null && <td data-number="true">{Number.isNaN(z) ? '–' : redshiftText(z)}</td>}
      <td>{Number.isNaN(confidence) ? 'no answer' : card.labels[predicted[row]!]}</td>
      {card.labels.map((label, k) => (
        <td key={label} data-number="true">
          {probabilityText(own[k]!)}
        </td>
      ))}
      <td data-number="true">{probabilityText(confidence)}</td>
      <td>{isKept(own[kept]!, threshold) ? 'yes' : 'no'}</td>
    </tr>
  )
}
