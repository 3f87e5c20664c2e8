// Files that were chosen as reports and are none, each with what to do about it.

import { Button } from '@mantine/core'
import { formatInteger } from '../../core/format.ts'
import type { RunsSlice } from '../../store/state.ts'
import { focusRuns } from '../shell/middle.ts'
import { Notice } from '../shell/Notice.tsx'
import classes from './RefusedFiles.module.css'

interface RefusedFilesProps {
  readonly refused: RunsSlice['refused']
  readonly onDismiss: () => void
}

/** Files that have a notice at most: somebody may have chosen a folder of data. */
const FILES_SHOWN = 5

/** A notice for each of the first files, the others by name; nothing where none was refused. */
export function RefusedFiles({ refused, onDismiss }: RefusedFilesProps) {
  if (refused.length === 0) return null
  const more = refused.slice(FILES_SHOWN).map(({ file }) => file)
  return (
    <div role="alert" className={classes.refused}>
      {refused.slice(0, FILES_SHOWN).map(({ file, error }, index) => (
        // two files may have one name
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
        <Notice key={index} severity="block" title={`${file} was not added`}>
          <p>{error.message}</p>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      ))}
      {more.length > 0 && (
        <p className={classes.more}>
          {formatInteger(more.length)} more {more.length === 1 ? 'file was' : 'files were'} not added:{' '}
          {more.join(', ')}.
        </p>
      )}
      <Button
        variant="default"
        size="compact-xs"
        className={classes.dismiss}
        onClick={() => {
          onDismiss()
          focusRuns()
        }}
      >
        Dismiss
      </Button>
    </div>
  )
}
