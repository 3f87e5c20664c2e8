// The data side of the page: choosing, reading, and what was found.

import { Button, NativeSelect } from '@mantine/core'
import { isBusyTraining } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { candidateLabel } from './candidates.ts'
import classes from './DataPanel.module.css'
import { DataReport } from './DataReport.tsx'
import { FileChoice } from './FileChoice.tsx'
import { Findings } from './Findings.tsx'
import { ReadingProgress } from './ReadingProgress.tsx'
import { SampleChoice } from './SampleChoice.tsx'

/** Everything about data, for the left column. */
export function DataPanel() {
  const { phase, discovery, candidateId, progress, report, error, overruled } = useStudio(
    (state) => state.data,
  )
  const sample = useStudio((state) => state.sample)
  const plan = useStudio((state) => state.plan)
  const training = useStudio(isBusyTraining)
  const actions = useActions()
  const busy = phase === 'discovering' || phase === 'reading'
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
      {phase === 'empty' && <Invitation />}
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {discovery !== null && (
        <Findings findings={discovery.findings} overruled={false} onOverrule={actions.setOverruled} />
      )}
      {(candidates.length > 1 || phase === 'choosing') && (
        <NativeSelect
          size="xs"
          label={`Found ${candidates.length} data ${candidates.length === 1 ? 'set' : 'sets'}`}
          value={candidateId ?? ''}
          disabled={training}
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
      {(busy || progress !== null) && (
        <ReadingProgress progress={progress} onCancel={busy ? () => actions.cancelReading() : null} />
      )}
      <DataReport
        report={report}
        plan={plan}
        overruled={overruled}
        disabled={training}
        onOverrule={actions.setOverruled}
      />
      {report?.layout === 'sample' && !busy && progress === null && (
        <Button variant="default" size="xs" onClick={() => actions.saveDataset()}>
          Save as NPY
        </Button>
      )}
    </section>
  )
}

function Invitation() {
  return (
    <div className={classes.invitation}>
      <p>Drop a data folder anywhere on this page, choose one above, or load sample data to look around.</p>
      <p>A folder holds, at any depth:</p>
      <pre className={classes.tree}>
        {'TARGET/balanced or unbalanced/\n  TRAIN  VALID  TEST/\n    X.npy  Y.npy  attributes.npy'}
      </pre>
      <p>
        X holds ln p(z), Y the class of each row; attributes may be missing. Files are read where they lie and
        never leave this computer.
      </p>
    </div>
  )
}
