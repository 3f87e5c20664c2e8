// Runs in the left column: how many there are, the way to them, and the one input for report files, there in every view.

import { Button } from '@mantine/core'
import type { ErrorReport } from '../../core/errors.ts'
import { FileButton } from '../shell/FileButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import classes from './RunsBox.module.css'
import { runsText } from './run-facts.ts'

interface RunsBoxProps {
  readonly loading: boolean
  /** kept runs */
  readonly count: number
  readonly importing: boolean
  /** why runs cannot be kept, unless that is said elsewhere in the page */
  readonly storageError: ErrorReport | null
  readonly onFiles: (files: readonly File[]) => void
  readonly onShow: () => void
}

/** "Runs and reports". */
export function RunsBox({ loading, count, importing, storageError, onFiles, onShow }: RunsBoxProps) {
  return (
    <section className={classes.box}>
      <h2 className={classes.title}>Runs and reports</h2>
      <p aria-live="polite" className={classes.count}>
        {importing ? 'Reads reports.' : countText(loading, count)}
      </p>
      {storageError !== null && (
        <Notice severity="warning" title={storageError.message} alert>
          {storageError.hint !== '' && <p>{storageError.hint}</p>}
        </Notice>
      )}
      <div className={classes.row}>
        <FileButton
          name="Report files"
          accept=".npy,.json"
          multiple
          disabled={importing}
          onFiles={(files) => onFiles([...files])}
        />
        <Button variant="default" size="sm" onClick={onShow}>
          Show runs
        </Button>
      </div>
    </section>
  )
}

function countText(loading: boolean, count: number): string {
  if (count === 0) return loading ? 'Looks for runs of earlier visits.' : 'No run yet.'
  return `${runsText(count)} in the list.`
}
