// "Splits": how objects become train, validation and test. A draft is changed here and shown beside the splits in use;
// nothing happens to the data before it is applied.

import type { ReactNode } from 'react'
import type { DatasetReport } from '../../core/dataset-report.ts'
import type { PlanSummary, Preparation } from '../../core/preparation.ts'
import type { TargetId } from '../../core/targets.ts'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { DropChoices } from './DropChoices.tsx'
import { dropChoices } from './drop-reasons.ts'
import { PlanTable } from './PlanTable.tsx'
import { SplitButtons } from './SplitButtons.tsx'
import { type ClassWeights, SplitFields } from './SplitFields.tsx'
import classes from './SplitsPanel.module.css'
import {
  isSamePreparation,
  leftOutText,
  naturalText,
  planWarnings,
  type SaveProgress,
  savingText,
  stateText,
} from './splits-text.ts'

interface SplitsPanelProps {
  readonly report: DatasetReport
  /** what the fields show */
  readonly draft: Preparation
  /** of the draft */
  readonly target: TargetId
  /** what the draft would come to; `null` while it is being worked out */
  readonly preview: PlanSummary | null
  /** why the draft cannot be used, or '' */
  readonly previewError: string
  readonly classWeights: ClassWeights
  /** whether a run or a reading holds the data */
  readonly disabled: boolean
  /** whether it is a run that holds them */
  readonly training?: boolean
  /** while splits are being saved */
  readonly progress: SaveProgress | null
  /** of DeltaZ, where the attributes give the classes */
  readonly histogram: ReactNode | null
  readonly onChange: (patch: Partial<Preparation>) => void
  readonly onTarget: (target: TargetId) => void
  readonly onClassWeights: (classWeights: ClassWeights) => void
  readonly onApply: () => void
  readonly onRevert: () => void
  readonly onSave: () => void
  readonly onCancelSave: () => void
}

/** The region "Splits". */
export function SplitsPanel(props: SplitsPanelProps) {
  const { report, draft, previewError, progress, histogram, onChange } = props
  const preview = previewError === '' ? props.preview : null
  const isDraft = !isSamePreparation(draft, report.preparation) || props.target !== report.target
  const isScanned = report.fingerprint !== ''
  // splits that are being saved must stay as they are
  const isHeld = props.disabled || progress !== null
  return (
    <Panel
      name="Splits"
      caption="Which objects train, validate and test. Nothing is copied: a plan is three lists of row numbers."
    >
      <div className={classes.splits}>
        <SplitFields {...props} choices={report.choices} disabled={isHeld} />
        <DropChoices
          choices={dropChoices(report, draft, preview)}
          isScanned={isScanned}
          disabled={isHeld}
          onChange={(drop) => onChange({ drop })}
        />
        <div className={classes.halves} data-two={histogram !== null || undefined}>
          {histogram}
          <div className={classes.plan}>
            {previewError === '' ? (
              <p aria-live="polite" className={classes.text}>
                {stateText(isDraft, preview, report.planned)}
                {props.training === true && ' They can be changed when training has ended.'}
              </p>
            ) : (
              <Notice severity="block" title={previewError} alert>
                <p>The numbers below are those of the splits in use.</p>
              </Notice>
            )}
            <Warnings preview={preview} />
            <PlanTable shown={preview ?? report.planned} planned={report.planned} />
            <Sentences
              summary={preview ?? report.planned}
              preparation={preview === null ? report.preparation : draft}
            />
            <SplitButtons
              {...props}
              mayApply={!isHeld && isDraft && preview !== null}
              mayRevert={!isHeld && isDraft}
              maySave={!isHeld && isScanned}
            />
            <p className={classes.note}>
              {isScanned ? savingText(report) : 'Splits can be saved when the posteriors have been read.'}
            </p>
          </div>
        </div>
      </div>
    </Panel>
  )
}

function Warnings({ preview }: { readonly preview: PlanSummary | null }) {
  const warnings = preview === null ? [] : planWarnings(preview)
  if (warnings.length === 0) return null
  return (
    <Notice severity="warning" title="These splits lack objects">
      <ul className={classes.list}>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      <p>Stratified splits, larger shares or fewer rows left out may help.</p>
    </Notice>
  )
}

interface SentencesProps {
  readonly summary: PlanSummary
  /** that the summary came from */
  readonly preparation: Preparation
}

function Sentences({ summary, preparation }: SentencesProps) {
  const natural = naturalText(summary, preparation)
  return (
    <div className={classes.sentences}>
      <p className={classes.text}>{leftOutText(summary)}</p>
      {natural !== null && <p className={classes.text}>{natural}</p>}
    </div>
  )
}
