// "Classification report" of the second matrix: validation while training, test at the end. Where there is a test at natural
// prevalence, too, one chooses between the two.

import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { advantageOnTest, controlText } from '../../core/control-text.ts'
import { classificationReport } from '../../core/metrics.ts'
import { gapName } from '../runs/gap-text.ts'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ClassificationPanel.module.css'
import { ClassificationTable } from './ClassificationTable.tsx'
import { naturalCaption, originCaption } from './origin.ts'
import { useRunView } from './use-run-view.ts'

type TestChoice = 'balanced' | 'natural'

const TESTS: { readonly value: TestChoice; readonly label: string }[] = [
  { value: 'balanced', label: 'Balanced test' },
  { value: 'natural', label: 'Natural test' },
]

/** The region "Classification report". */
export function ClassificationPanel({ className }: { readonly className?: string | undefined }) {
  const labels = useRunView((view) => view.labels)
  const test = useRunView((view) => view.test)
  const saved = useRunView((view) => view.savedReport)
  const natural = useRunView((view) => view.natural?.matrix ?? null)
  const lastEpoch = useRunView((view) => view.history.loss.length) ?? 0
  const bestEpoch = useRunView((view) => view.bestEpoch) ?? 0
  const kept = useRunView((view) => view.ended) ?? false
  const control = useRunView((view) => view.control)
  const [choice, setChoice] = useState<TestChoice>('balanced')
  const isNatural = natural !== null && choice === 'natural'
  const matrix = isNatural ? natural : (test?.matrix ?? null)
  const report = useMemo(() => (matrix === null ? saved : classificationReport(matrix)), [matrix, saved])
  const beside = useMemo(
    () => (control === null ? null : controlText(control, advantageOnTest(control))),
    [control],
  )
  const caption = isNatural
    ? naturalCaption(bestEpoch)
    : test !== null
      ? originCaption(test.origin, lastEpoch, bestEpoch)
      : saved !== null
        ? originCaption('saved-test', lastEpoch, bestEpoch)
        : undefined
  return (
    <Panel name="Classification report" letter="d" caption={caption} className={className}>
      {natural !== null && (
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
      {report !== null && labels !== null ? (
        <>
          <ClassificationTable report={report} labels={labels} />
          {beside !== null && !isNatural && <p className={classes.control}>{beside}</p>}
        </>
      ) : (
        <Empty sketch="table">
          {kept
            ? `This run has ${gapName('report')}.`
            : 'Precision, recall, f1-score and support of each class.'}
        </Empty>
      )}
    </Panel>
  )
}
