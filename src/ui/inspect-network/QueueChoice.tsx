// Where labels are doubted, and how surely.

import { NativeSelect } from '@mantine/core'
import { formatInteger } from '../../core/format.ts'
import type { RunPredictions } from '../../core/predictions.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import { ConfidenceField } from './ConfidenceField.tsx'
import { countText } from './inspected-text.ts'
import classes from './ListPanel.module.css'

interface QueueChoiceProps extends Pick<InspectSlice, 'queueSplit' | 'confidence'> {
  readonly splits: RunPredictions['splits']
  /** objects in the list, and how many of them somebody decided about */
  readonly listed: number
  readonly decided: number
  readonly onChange: (patch: Partial<Pick<InspectSlice, 'queueSplit' | 'confidence'>>) => void
}

/** The select "Rows to search", the field "Least confidence", and how much is left to do. */
export function QueueChoice(props: QueueChoiceProps) {
  const { splits, queueSplit, confidence, listed, decided, onChange } = props
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          size="xs"
          label="Rows to search"
          className={classes.field}
          value={queueSplit}
          data={[
            { value: 'all', label: 'All splits' },
            ...splits.map(({ split, rows }) => ({
              value: split,
              label: `${SPLIT_TITLES[split]}, ${formatInteger(rows)} rows`,
            })),
          ]}
          onChange={(event) =>
            onChange({ queueSplit: event.currentTarget.value as InspectSlice['queueSplit'] })
          }
        />
        <ConfidenceField confidence={confidence} onChange={(value) => onChange({ confidence: value })} />
      </div>
      <p aria-live="polite" className={classes.count}>
        {countText(listed, decided)}
      </p>
    </>
  )
}
