// One listed object. A row is made anew only when something in it changes, not when its neighbours do.

import { memo } from 'react'
import type { InspectedRow as Row } from '../../core/inspected.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import type { Reflag } from '../../core/reflags.ts'
import { GridRow, type RowPlace } from '../inspect/GridRow.tsx'
import grid from '../inspect/ObjectGrid.module.css'
import { redshiftText } from '../inspect/posterior-text.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import classes from './InspectedTable.module.css'
import { INSPECTED_LOOKS, type InspectedColumn } from './inspected-columns.ts'
import { decisionText, instead, probabilityText } from './inspected-text.ts'

interface InspectedRowProps extends RowPlace {
  readonly row: Row
  /** `null` until they are loaded */
  readonly columns: ObjectColumns | null
  readonly shown: readonly InspectedColumn[]
  readonly labels: readonly string[]
  /** what somebody decided */
  readonly decision: Reflag | undefined
}

/** The row of an object, with a cell for each column. */
export const InspectedRow = memo(function InspectedRow(props: InspectedRowProps) {
  const { row, columns, labels, shown, decision, ...place } = props
  return (
    <GridRow {...place} isDecided={decision !== undefined}>
      {shown.map((column) => {
        const text = textIn(column, props)
        const { isNumber } = INSPECTED_LOOKS[column]
        return (
          <td
            key={column}
            className={`${grid.cell} ${classes.cell}`}
            data-number={isNumber}
            title={isNumber || text === '' ? undefined : text}
          >
            {column === 'confidence' ? <span className={classes.confidence}>{text}</span> : text}
          </td>
        )
      })}
    </GridRow>
  )
})

function textIn(column: InspectedColumn, { row, columns, labels, decision }: InspectedRowProps): string {
  switch (column) {
    case 'confidence':
      return probabilityText(row.confidence)
    case 'classes':
      return instead(labels[row.label] ?? '', labels[row.predicted] ?? '')
    case 'decision':
      return decision === undefined ? '' : decisionText(decision, labels)
    case 'redshift':
      return Number.isNaN(row.redshift) ? 'unknown' : redshiftText(row.redshift)
    case 'split':
      return SPLIT_TITLES[row.split]
    case 'row':
      return columns === null ? '' : String(columns.row[row.object])
    case 'id':
      return columns?.ids?.[row.object] ?? ''
    default:
      return column satisfies never
  }
}
