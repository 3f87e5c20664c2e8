// How far reading, simulating or writing is, and the way out of it.

import { Button } from '@mantine/core'
import type { ReadProgress } from '../../core/dataset-report.ts'
import { formatBytes } from '../../core/format.ts'
import type { Pace } from '../../store/pace.ts'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { roughTime } from '../train/plan-text.ts'
import classes from './ReadingProgress.module.css'

interface ReadingProgressProps {
  /** `null` before the first report */
  readonly progress: ReadProgress | null
  readonly pace: Pace | null
  /** the report is there but for what only the posteriors tell */
  readonly scanning: boolean
  /** `null` where the work cannot be left */
  readonly onCancel: (() => void) | null
}

/** A bar, a line of text and "Cancel reading". */
export function ReadingProgress({ progress, pace, scanning, onCancel }: ReadingProgressProps) {
  const text = progress === null && scanning ? 'Reading the posteriors' : progressText(progress, pace)
  return (
    <div className={classes.reading}>
      <p className={classes.text}>{text}</p>
      <ProgressBar name="Reading progress" value={progressShare(progress)} text={text} />
      {scanning && (
        <p className={classes.note}>Looks for leaks between the splits and for values that are not finite.</p>
      )}
      {onCancel !== null && (
        <Button variant="default" size="xs" onClick={onCancel}>
          Cancel reading
        </Button>
      )}
    </div>
  )
}

const VERBS: Readonly<Record<ReadProgress['phase'], string>> = {
  open: 'Opening',
  scan: 'Reading',
  simulate: 'Simulating the sample',
  write: 'Writing',
}

/**
 * `Reading TRAIN/X.npy: 1.2 GB of 3.0 GB, 310 MB/s, 9 s left`; a simulation counts objects, so it is told as a
 * percentage.
 */
export function progressText(progress: ReadProgress | null, pace: Pace | null = null): string {
  if (progress === null) return 'Looking at the files'
  const { phase, file, done, total } = progress
  if (phase === 'simulate') {
    const share = `${VERBS.simulate}: ${Math.round(100 * progressShare(progress))}%`
    return pace === null ? share : `${share}, ${roughTime(pace.secondsLeft)} left`
  }
  return `${VERBS[phase]} ${file}: ${bytesText(done, total, pace)}`
}

/** `1.2 GB of 3.0 GB, 310 MB/s, 9 s left`; without rate and time until they are known. */
export function bytesText(done: number, total: number, pace: Pace | null): string {
  const parts = [`${formatBytes(done)} of ${formatBytes(total)}`]
  if (pace !== null) parts.push(`${formatBytes(pace.perSecond)}/s`, `${roughTime(pace.secondsLeft)} left`)
  return parts.join(', ')
}

/** 0 to 1. */
export function progressShare(progress: ReadProgress | null): number {
  return progress === null || progress.total === 0 ? 0 : progress.done / progress.total
}
