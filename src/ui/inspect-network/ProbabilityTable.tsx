// What network and control say of one object, class by class.

import type { CSSProperties } from 'react'
import type { InspectedRow } from '../../core/inspected.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { probabilityText } from './inspected-text.ts'
import classes from './ProbabilityTable.module.css'

interface ProbabilityTableProps {
  readonly row: Pick<InspectedRow, 'split' | 'label' | 'predicted' | 'probabilities'>
  /** of the control, per class; `null` where it has none */
  readonly control: readonly number[] | null
  /** whether one was fitted with the network */
  readonly hasControl: boolean
  readonly labels: readonly string[]
  /** by which logits are divided; `null` where they are not */
  readonly temperature: number | null
}

/** The table "Probabilities": a bar and a number for each class. */
export function ProbabilityTable({ row, control, hasControl, labels, temperature }: ProbabilityTableProps) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="Probabilities">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Network</th>
            {control !== null && <th scope="col">Control</th>}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, k) => (
            <tr key={label}>
              <th scope="row">
                {label}
                <span className={classes.tags}>
                  {k === row.label && <span className={classes.tag}>label</span>}
                  {k === row.predicted && <span className={classes.tag}>predicted</span>}
                </span>
              </th>
              <Bar p={row.probabilities[k]!} />
              {control !== null && <Bar p={control[k]!} />}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        {temperature === null
          ? 'As the network gives them, not calibrated.'
          : `Calibrated: logits divided by the temperature ${temperature.toFixed(3)}.`}{' '}
        {control === null
          ? withoutControlText(row.split, hasControl)
          : 'Control: logistic regression on a few descriptors.'}
      </p>
    </div>
  )
}

/** Why there is nothing of the control. */
function withoutControlText(split: EvaluatedSplit, hasControl: boolean): string {
  if (!hasControl) return 'No control was fitted beside this network.'
  return split === 'train'
    ? 'The control was fitted on TRAIN and is not asked about it.'
    : 'The control has none for these rows.'
}

function Bar({ p }: { readonly p: number }) {
  return (
    <td>
      <span
        className={classes.bar}
        style={{ '--share': `${Number.isNaN(p) ? 0 : 100 * p}%` } as CSSProperties}
      >
        {probabilityText(p)}
      </span>
    </td>
  )
}
