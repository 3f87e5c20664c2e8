// The head of the comparison: which runs, which of them the others are held against, on which rows; and what is not
// compared and why.

import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { memo } from 'react'
import type { TestId } from '../../core/compare/comparison.ts'
import type { ComparisonFormat } from '../../store/actions-type.ts'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ComparedRuns.module.css'
import { equal } from './equal.ts'
import { RunName } from './RunName.tsx'
import { type Refusal, refusalNotices } from './refusals.ts'
import type { RunHead } from './run-heads.ts'

interface ComparedRunsProps {
  /** all chosen runs, refused ones too, in the order they were chosen */
  readonly heads: readonly RunHead[]
  readonly baselineId: string
  readonly test: TestId
  /** at least one of the runs has a test at natural prevalence */
  readonly hasNatural: boolean
  /** runs that differ by seed only, in words */
  readonly groups: readonly string[]
  readonly folded: boolean
  /** why the baseline cannot be compared on the chosen test, as a sentence; `null` where it can */
  readonly withoutNatural: string | null
  readonly refused: readonly Refusal[]
  readonly notices: readonly string[]
  /** nothing can be held against the baseline */
  readonly isEmpty: boolean
  readonly onBaseline: (id: string) => void
  readonly onRemove: (id: string) => void
  readonly onTest: (test: TestId) => void
  readonly onFolded: (folded: boolean) => void
  /** without it there are no buttons that save */
  readonly onSave: (format: ComparisonFormat) => void
  readonly onClear: () => void
}

/** The region "Compared runs". */
export const ComparedRuns = memo(function ComparedRuns(props: ComparedRunsProps) {
  const { heads, baselineId, withoutNatural, refused, notices, groups, folded, isEmpty, onSave, onClear } =
    props
  return (
    <Panel name="Compared runs" caption="All differences are to the baseline.">
      <div role="radiogroup" aria-label="Baseline" className={classes.runs}>
        {heads.map((head) => (
          <Chip key={head.id} head={head} isBaseline={head.id === baselineId} {...props} />
        ))}
      </div>
      <div className={classes.controls}>
        <div className={classes.test}>
          <span aria-hidden="true">Compared on</span>
          <SegmentedControl
            size="xs"
            aria-label="Compared on"
            value={props.test}
            data={[
              { value: 'test', label: 'Test' },
              {
                value: 'natural',
                label: 'Natural test',
                disabled: !props.hasNatural && props.test === 'test',
              },
            ]}
            onChange={(test) => props.onTest(test as TestId)}
          />
        </div>
        {groups.length > 0 && (
          <Checkbox
            size="sm"
            label="Fold runs that differ by seed only"
            checked={folded}
            onChange={(event) => props.onFolded(event.currentTarget.checked)}
          />
        )}
        <div className={classes.buttons}>
          <Button size="xs" variant="default" disabled={isEmpty} onClick={() => onSave('csv')}>
            Save comparison CSV
          </Button>
          <Button size="xs" variant="default" disabled={isEmpty} onClick={() => onSave('latex')}>
            Save comparison LaTeX
          </Button>
          <Button size="xs" variant="subtle" onClick={() => onClear()}>
            Compare none
          </Button>
        </div>
      </div>
      {groups.length > 0 && (
        <ul className={classes.groups}>
          {groups.map((group) => (
            <li key={group}>{group}</li>
          ))}
        </ul>
      )}
      {(withoutNatural !== null || refused.length > 0 || notices.length > 0) && (
        <div className={classes.notices}>
          {withoutNatural !== null && (
            <Notice severity="block" title={withoutNatural}>
              <Button size="xs" variant="default" onClick={() => props.onTest('test')}>
                Compare on Test
              </Button>
            </Notice>
          )}
          {refusalNotices(refused).map(({ title, text }) => (
            <Notice key={`${title} ${text}`} severity={isEmpty ? 'block' : 'warning'} title={title}>
              <p>{text}</p>
            </Notice>
          ))}
          {notices.map((notice) => (
            <Notice key={notice} severity="info" title={notice} />
          ))}
        </div>
      )}
    </Panel>
  )
}, equal)

interface ChipProps extends Pick<ComparedRunsProps, 'onBaseline' | 'onRemove'> {
  readonly head: RunHead
  readonly isBaseline: boolean
}

function Chip({ head, isBaseline, onBaseline, onRemove }: ChipProps) {
  return (
    <div className={classes.chip} data-baseline={isBaseline}>
      <label className={classes.label}>
        <input
          type="radio"
          name="baseline"
          className={classes.radio}
          checked={isBaseline}
          onChange={() => onBaseline(head.id)}
        />
        <RunName head={head} number={head.number} />
        {isBaseline && <span className={classes.mark}>baseline</span>}
      </label>
      <button
        type="button"
        className={classes.remove}
        aria-label={`Remove ${head.name} from the comparison`}
        onClick={() => onRemove(head.id)}
      >
        <svg aria-hidden="true" viewBox="0 0 10 10" width="10" height="10">
          <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" />
        </svg>
      </button>
    </div>
  )
}
