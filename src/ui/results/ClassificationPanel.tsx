// "Classification report" of the second matrix: validation while training, test at the end. Where there is a test at natural
// prevalence, too, one chooses between the two.

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { ConfusionMatrix } from '../../core/run.ts'
import type { StudioState } from '../../store/state.ts'
import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ClassificationPanel.module.css'
import { ClassificationTable } from './ClassificationTable.tsx'
import { naturalCaption, originCaption } from './origin.ts'

type TestChoice = 'balanced' | 'natural'

const TESTS: { readonly value: TestChoice; readonly label: string }[] = [
  { value: 'balanced', label: 'Balanced test' },
  { value: 'natural', label: 'Natural test' },
]

/** The region "Classification report". */
export function ClassificationPanel({ className }: { readonly className?: string | undefined }) {
  const dataset = useStudio((state) => state.run?.dataset ?? null)
  const hasBoth = useStudio((state) => (state.run?.natural ?? null) !== null)
  const [choice, setChoice] = useState<TestChoice>('balanced')
  const isNatural = hasBoth && choice === 'natural'
  const matrix = useStudio((state) => matrixOf(state, isNatural))
  const caption = useStudio((state) => captionOf(state, isNatural))
  return (
    <Panel name="Classification report" letter="d" caption={caption} className={className}>
      {hasBoth && (
        <SegmentedControl
          className={classes.tests}
          aria-label="Test of the classification report"
          size="xs"
          fullWidth
          data={TESTS}
          value={choice}
          onChange={(value) => setChoice(value as TestChoice)}
        />
      )}
      {matrix !== null && dataset !== null ? (
        <ClassificationTable matrix={matrix} labels={dataset.labels} />
      ) : (
        <Empty sketch="table">Precision, recall, f1-score and support of each class.</Empty>
      )}
    </Panel>
  )
}

function matrixOf({ run }: StudioState, isNatural: boolean): ConfusionMatrix | null {
  return (isNatural ? run?.natural : run?.test)?.matrix ?? null
}

function captionOf({ run }: StudioState, isNatural: boolean): string | undefined {
  if (run === null || run.test === null) return undefined
  if (isNatural) return naturalCaption(run.bestEpoch)
  return originCaption(run.test.origin, run.history.loss.length, run.bestEpoch)
}
