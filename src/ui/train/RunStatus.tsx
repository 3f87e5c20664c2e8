// "Run status": where the run is, its bar, and how it ended. Updated ten times a second, so it is plain elements. Its
// text content is read by scripts: blocks are kept apart by spaces.

import type { ErrorReport } from '../../core/errors.ts'
import { accuracyText } from '../../core/natural-text.ts'
import { hasEnded, type RunState, runProgress } from '../../core/run.ts'
import type { DataPhase } from '../../store/state.ts'
import { Notice } from '../shell/Notice.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import classes from './RunStatus.module.css'
import { outcomeText, progressText, setupText } from './status-text.ts'

interface RunStatusProps {
  readonly run: RunState | null
  /** a run could not start at all */
  readonly runError: ErrorReport | null
  readonly starting: boolean
  readonly stopping: boolean
  readonly phase: DataPhase
  /** findings forbid training */
  readonly blocked: boolean
  readonly epochs: number
  /** the panels show another run: one line is enough */
  readonly folded: boolean
}

/** The region "Run status". Its last word is the run's end state; the eye finds it first. */
export function RunStatus(props: RunStatusProps) {
  const { run, runError, folded } = props
  return (
    <section
      aria-label="Run status"
      className={classes.status}
      data-status={runError ? 'failed' : run?.status}
      data-folded={folded || undefined}
    >
      {folded ? <Folded {...props} /> : <Whole {...props} />}
    </section>
  )
}

function Whole({ run, runError, starting, stopping, phase, blocked, epochs }: RunStatusProps) {
  if (runError !== null) return <FailedToStart error={runError} />
  if (run === null) {
    if (starting) return <p className={classes.line}>epoch 1 of {epochs}, starting</p>
    return <Idle phase={phase} blocked={blocked} />
  }
  return hasEnded(run.status) ? <Ended run={run} /> : <Running run={run} stopping={stopping} />
}

/** One line: `This session's run: finished, test accuracy 71.11%`, the end word last for who reads the text. */
function Folded({ run, runError, starting, stopping, phase, blocked, epochs }: RunStatusProps) {
  if (runError !== null) return <FoldedEnd text={runError.message} end="failed" />
  if (run === null) {
    const [line] = starting ? [`epoch 1 of ${epochs}, starting`] : idleTexts(phase, blocked)
    return (
      <p className={classes.folded}>
        {starting ? "This session's run: " : 'No run in this session: '}
        <span>{line}</span>
      </p>
    )
  }
  if (hasEnded(run.status)) {
    return <FoldedEnd text={run.error?.message ?? accuracyText(run) ?? ''} end={run.status} />
  }
  return (
    <p className={classes.folded}>
      This session's run: <span>{progressText(run, stopping)}</span>
    </p>
  )
}

function FoldedEnd({ text, end }: { readonly text: string; readonly end: string }) {
  return (
    <p className={classes.folded}>
      <span>This session's run: </span>
      {text !== '' && <span className={classes.outcome}>{text}</span>}{' '}
      <strong className={classes.foldedEnd}>{end}</strong>
    </p>
  )
}

const IDLE = {
  ready: ['Ready', 'Start training when model and settings suit you. The panels below fill epoch by epoch.'],
  blocked: ['Not ready', 'The data report says what must be mended before training.'],
  choosing: ['No data yet', 'Choose one of the data sets that were found.'],
  busy: ['Reading data', 'Training can start when the data are read.'],
  none: ['No data yet', 'Load a data folder or sample data; then a network can be trained on it here.'],
} as const

function Idle({ phase, blocked }: Pick<RunStatusProps, 'phase' | 'blocked'>) {
  const [line, detail] = idleTexts(phase, blocked)
  return (
    <>
      <p className={classes.line}>{line}</p> <p className={classes.detail}>{detail}</p>
    </>
  )
}

function idleTexts(phase: DataPhase, blocked: boolean): readonly [line: string, detail: string] {
  switch (phase) {
    case 'ready':
      return blocked ? IDLE.blocked : IDLE.ready
    case 'discovering':
    case 'reading':
      return IDLE.busy
    case 'choosing':
      return IDLE.choosing
    case 'empty':
    case 'failed':
      return IDLE.none
    default:
      return phase satisfies never
  }
}

function Running({ run, stopping }: { readonly run: RunState; readonly stopping: boolean }) {
  const text = progressText(run, stopping)
  const { evaluation } = run
  const share =
    run.status !== 'evaluating'
      ? runProgress(run)
      : evaluation === null || evaluation.totalRows === 0
        ? 0
        : evaluation.rows / evaluation.totalRows
  return (
    <>
      <p className={classes.line}>{text}</p>{' '}
      <ProgressBar
        name={run.status === 'evaluating' ? 'Evaluation progress' : 'Training progress'}
        value={share}
        text={text}
      />
      <p className={classes.detail}>
        <span>{setupText(run)}</span>{' '}
        {run.status === 'running' && run.batchLoss !== null && run.batchAcc !== null && (
          <span>
            so far in this epoch: loss {run.batchLoss.toFixed(4)}, accuracy {run.batchAcc.toFixed(4)}
          </span>
        )}
      </p>
    </>
  )
}

function Ended({ run }: { readonly run: RunState }) {
  return (
    <>
      {run.error !== null && <Failure error={run.error} />}{' '}
      <p className={classes.detail}>
        <span>{outcomeText(run)}</span> <span>{setupText(run)}</span>
      </p>{' '}
      <strong className={classes.end}>{run.status}</strong>
    </>
  )
}

function FailedToStart({ error }: { readonly error: ErrorReport }) {
  return (
    <>
      <Failure error={error} /> <strong className={classes.end}>failed</strong>
    </>
  )
}

function Failure({ error }: { readonly error: ErrorReport }) {
  return (
    <Notice severity="block" title={error.message}>
      {error.hint !== '' && <p>{error.hint}</p>}
    </Notice>
  )
}
