// How far reading, simulating or writing is, and the way out of it.

import { Button } from '@mantine/core'
import type { ReadProgress } from '../../core/dataset-report.ts'
import { formatBytes } from '../../core/format.ts'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import classes from './ReadingProgress.module.css'

interface ReadingProgressProps {
  /** `null` before the first report */
  readonly progress: ReadProgress | null
  /** `null` where the work cannot be left */
  readonly onCancel: (() => void) | null
}

/** A bar, a line of text and "Cancel reading". */
export function ReadingProgress({ progress, onCancel }: ReadingProgressProps) {
  const text = progressText(progress)
  return (
    <div className={classes.reading}>
      <p className={classes.text}>{text}</p>
      <ProgressBar name="Reading progress" value={progressShare(progress)} text={text} />
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

/** `Reading TRAIN/X.npy: 1.2 GB of 3.0 GB`; a simulation counts objects, so it is told as a percentage. */
export function progressText(progress: ReadProgress | null): string {
  if (progress === null) return 'Looking at the files'
  const { phase, file, done, total } = progress
  if (phase === 'simulate') return `${VERBS.simulate}: ${Math.round(100 * progressShare(progress))}%`
  return `${VERBS[phase]} ${file}: ${formatBytes(done)} of ${formatBytes(total)}`
}

function progressShare(progress: ReadProgress | null): number {
  return progress === null || progress.total === 0 ? 0 : progress.done / progress.total
}
