// The two file inputs. They are real inputs, hidden from sight only, inside the label that one clicks.

import { VisuallyHidden } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { inputFiles, type PathedFile } from '../shell/dropped-files.ts'
import classes from './FileChoice.module.css'

interface FileChoiceProps {
  readonly disabled: boolean
  readonly onFiles: (files: PathedFile[]) => void
}

// Not in React's types; browsers other than Chromium know it under this name too.
const FOLDER = { webkitdirectory: '' }

/** "Dataset folder" and "Dataset files", side by side. */
export function FileChoice({ disabled, onFiles }: FileChoiceProps) {
  function handleChange(event: ChangeEvent<HTMLInputElement>) {
    const files = inputFiles(event.currentTarget.files ?? [])
    // so that choosing the same folder again, once it was mended, is a change
    event.currentTarget.value = ''
    if (files.length > 0) onFiles(files)
  }
  return (
    <div className={classes.row}>
      <label className={classes.choice} data-disabled={disabled || undefined}>
        <VisuallyHidden>
          <input
            type="file"
            aria-label="Dataset folder"
            multiple
            {...FOLDER}
            disabled={disabled}
            onChange={handleChange}
          />
        </VisuallyHidden>
        Dataset folder
      </label>
      <label className={classes.choice} data-disabled={disabled || undefined}>
        <VisuallyHidden>
          <input
            type="file"
            aria-label="Dataset files"
            multiple
            disabled={disabled}
            onChange={handleChange}
          />
        </VisuallyHidden>
        Dataset files
      </label>
    </div>
  )
}
