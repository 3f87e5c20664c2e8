// The data side of the page: choosing, reading, and what was found.

import { Button, NativeSelect } from '@mantine/core'
import { isBusyTraining, isReading, mayPrepare } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { goToMiddle } from '../shell/middle.ts'
import { Notice } from '../shell/Notice.tsx'
import { ColumnChoice } from './ColumnChoice.tsx'
import { ConnectedProject } from './ConnectedProject.tsx'
import { candidateLabel } from './candidates.ts'
import classes from './DataPanel.module.css'
import { DataReport } from './DataReport.tsx'
import { FastCopy } from './FastCopy.tsx'
import { FileChoice } from './FileChoice.tsx'
import { Findings } from './Findings.tsx'
import { Invitation } from './Invitation.tsx'
import { ReadingOptions } from './ReadingOptions.tsx'
import { ReadingProgress } from './ReadingProgress.tsx'
import { SampleChoice } from './SampleChoice.tsx'

/** Everything about data, for the left column. */
export function DataPanel() {
  const phase = useStudio(({ data }) => data.phase)
  const discovery = useStudio(({ data }) => data.discovery)
  const columns = useStudio(({ data }) => data.columns)
  const candidateId = useStudio(({ data }) => data.candidateId)
  const report = useStudio(({ data }) => data.report)
  const error = useStudio(({ data }) => data.error)
  const overruled = useStudio(({ data }) => data.overruled)
  const awaited = useStudio(({ project }) => project !== null)
  const saving = useStudio(({ data }) => data.phase === 'ready' && data.progress !== null)
  const sample = useStudio((state) => state.sample)
  const keepMegabytes = useStudio((state) => state.keepMegabytes)
  const plan = useStudio((state) => state.plan)
  const training = useStudio(isBusyTraining)
  const busy = useStudio(isReading)
  const held = useStudio((state) => state.data.phase === 'ready' && !mayPrepare(state))
  // what is wrong with a draft is said beside it
  const refused = useStudio(({ splits }) => (splits.draft === null ? splits.error : null))
  const actions = useActions()
  const candidates = discovery?.candidates ?? []
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>Data</h2>
      <FileChoice disabled={training} onFiles={actions.chooseFiles} />
      <SampleChoice
        sample={sample}
        disabled={busy || training}
        onChange={actions.setSample}
        onLoad={() => actions.loadSample()}
      />
      <ReadingOptions keepMegabytes={keepMegabytes} disabled={training} onChange={actions.setKeepMegabytes} />
      {phase === 'empty' && !awaited && <Invitation />}
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {discovery !== null && (
        <Findings findings={discovery.findings} overruled={false} onOverrule={actions.setOverruled} />
      )}
      {discovery !== null && (
        <ColumnChoice
          discovery={discovery}
          columns={columns}
          disabled={training}
          onUse={actions.setColumns}
        />
      )}
      {(candidates.length > 1 || phase === 'choosing') && (
        <NativeSelect
          size="xs"
          label={`Found ${candidates.length} data ${candidates.length === 1 ? 'set' : 'sets'}`}
          value={candidateId ?? ''}
          disabled={training || phase === 'discovering'}
          onChange={(event) => actions.openCandidate(event.currentTarget.value)}
        >
          {candidateId === null && <option value="">Choose one</option>}
          {candidates.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidateLabel(candidate)}
            </option>
          ))}
        </NativeSelect>
      )}
      {refused !== null && (
        <Notice severity="block" title={refused.message} alert>
          {refused.hint !== '' && <p>{refused.hint}</p>}
        </Notice>
      )}
      <DataReport
        report={report}
        plan={plan}
        overruled={overruled}
        disabled={training || busy || held}
        onOverrule={actions.setOverruled}
        onRemedy={actions.applyRemedy}
        onLook={() => {
          actions.showView('data')
          goToMiddle()
        }}
        progress={busy || saving ? <Progress /> : null}
      />
      {report?.layout === 'sample' && !busy && !saving && (
        <Button variant="default" size="xs" onClick={() => actions.saveDataset()}>
          Save as NPY
        </Button>
      )}
      <ConnectedProject />
      <FastCopy />
    </section>
  )
}

/** Comes ten times a second, so it is kept apart from all the rest. */
function Progress() {
  const progress = useStudio(({ data }) => data.progress)
  const pace = useStudio(({ data }) => data.pace)
  const scanning = useStudio(({ data }) => data.phase === 'reading' && data.report !== null)
  const busy = useStudio(isReading)
  const { cancelReading } = useActions()
  return (
    <ReadingProgress
      progress={progress}
      pace={pace}
      scanning={scanning}
      onCancel={busy ? () => cancelReading() : null}
    />
  )
}
