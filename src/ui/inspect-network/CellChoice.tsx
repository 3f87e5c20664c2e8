// Which cell of which matrix is listed.

import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import type { RunPredictions } from '../../core/predictions.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { matrixOfSplit } from '../../core/split-matrix.ts'
import type { MatrixCell } from '../../store/network-state.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import { CellMatrix } from './CellMatrix.tsx'
import classes from './ListPanel.module.css'

interface CellChoiceProps {
  readonly predictions: RunPredictions
  /** `null` until one was chosen */
  readonly cell: MatrixCell | null
  readonly onCell: (cell: MatrixCell) => void
}

/** The select "Rows" and the table "Cells". */
export function CellChoice({ predictions: { splits, card }, cell, onCell }: CellChoiceProps) {
  // until a cell is chosen nobody else needs to know whose matrix is looked at
  const [looked, setLooked] = useState<EvaluatedSplit | null>(null)
  const wanted = cell?.split ?? looked
  const shown = splits.find(({ split }) => split === wanted) ?? splits[0]
  if (shown === undefined) return null
  return (
    <>
      <NativeSelect
        size="xs"
        label="Rows"
        className={classes.field}
        value={shown.split}
        data={splits.map(({ split, rows }) => ({
          value: split,
          label: `${SPLIT_TITLES[split]}, ${formatInteger(rows)} rows`,
        }))}
        onChange={(event) => {
          const split = event.currentTarget.value as EvaluatedSplit
          setLooked(split)
          if (cell !== null) onCell({ ...cell, split })
        }}
      />
      <CellMatrix
        matrix={matrixOfSplit(shown)}
        labels={card.labels}
        chosen={cell?.split === shown.split ? cell : null}
        onCell={(truth, predicted) => onCell({ split: shown.split, truth, predicted })}
      />
    </>
  )
}
