// The region "Splits" over the store.

import { isBusyTraining, mayPrepare } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { DeltaZHistogram } from './DeltaZHistogram.tsx'
import { SplitsPanel } from './SplitsPanel.tsx'

/** The splits of the data in use, and the draft of others. */
export function ConnectedSplits() {
  const report = useStudio(({ data }) => data.report)
  const draft = useStudio(({ splits }) => splits.draft)
  const preview = useStudio(({ splits }) => splits.preview)
  const error = useStudio(({ splits }) => splits.error)
  const applying = useStudio(({ splits }) => splits.applying)
  const progress = useStudio(({ data }) => (data.phase === 'ready' ? data.progress : null))
  const classWeights = useStudio(({ settings }) => settings.classWeights)
  const columns = useStudio(({ objects }) => objects.loaded?.columns ?? null)
  const training = useStudio(isBusyTraining)
  const preparable = useStudio(mayPrepare)
  const actions = useActions()
  if (report === null) return null
  const preparation = draft?.preparation ?? report.preparation
  const target = draft?.target ?? report.target
  const disabled = !preparable || applying
  const isCut = report.choices.fromAttributes && target === 'DeltaZ'
  return (
    <SplitsPanel
      report={report}
      draft={preparation}
      target={target}
      preview={draft === null ? report.planned : preview}
      previewError={error === null ? '' : `${error.message} ${error.hint}`.trim()}
      classWeights={classWeights}
      disabled={disabled}
      training={training}
      progress={progress}
      histogram={
        isCut && columns !== null ? (
          <DeltaZHistogram
            deltaZ={columns.deltaZ}
            threshold={preparation.deltaZThreshold}
            disabled={disabled}
            onThreshold={(deltaZThreshold) => actions.changeDraft({ deltaZThreshold })}
          />
        ) : null
      }
      onChange={(patch) => actions.changeDraft(patch)}
      onTarget={(next) => actions.changeDraft({}, next)}
      onClassWeights={(next) => {
        if (!training) actions.setSettings({ classWeights: next })
      }}
      onApply={() => actions.applyDraft()}
      onRevert={() => actions.revertDraft()}
      onSave={() => actions.saveDataset()}
      onCancelSave={() => actions.cancelSaving()}
    />
  )
}
