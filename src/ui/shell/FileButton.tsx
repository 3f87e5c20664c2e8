// A file input that looks like a button. It is a real input, hidden from sight only, inside the label that one clicks.

import { VisuallyHidden } from '@mantine/core'
import type { ChangeEvent, InputHTMLAttributes } from 'react'
import classes from './FileButton.module.css'

interface FileButtonProps extends Pick<InputHTMLAttributes<HTMLInputElement>, 'accept' | 'multiple'> {
  /** accessible name, and what the button says */
  readonly name: string
  /** whether a folder is chosen with all that it holds */
  readonly folder?: boolean
  readonly disabled: boolean
  /** never called without a file */
  readonly onFiles: (files: FileList) => void
}

// Not in React's types; browsers other than Chromium know it under this name too.
const FOLDER = { webkitdirectory: '' }

/** The input named `name`. */
export function FileButton({ name, folder = false, disabled, onFiles, ...input }: FileButtonProps) {
  function handleChange({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    if (currentTarget.files !== null && currentTarget.files.length > 0) onFiles(currentTarget.files)
    // so that choosing the same file again, once it was mended, is a change
    currentTarget.value = ''
  }
  return (
    <label className={classes.choice} data-disabled={disabled || undefined}>
      <VisuallyHidden>
        <input
          type="file"
          aria-label={name}
          {...input}
          {...(folder ? FOLDER : {})}
          disabled={disabled}
          onChange={handleChange}
        />
      </VisuallyHidden>
      {name}
    </label>
  )
}
