// The two file inputs for data.

import { inputFiles, type PathedFile } from '../shell/dropped-files.ts'
import { FileButton } from '../shell/FileButton.tsx'
import classes from './FileChoice.module.css'

interface FileChoiceProps {
  readonly disabled: boolean
  readonly onFiles: (files: PathedFile[]) => void
}

/** "Dataset folder" and "Dataset files", side by side. */
export function FileChoice({ disabled, onFiles }: FileChoiceProps) {
  const take = (files: FileList) => onFiles(inputFiles(files))
  return (
    <div className={classes.row}>
      <FileButton name="Dataset folder" multiple folder disabled={disabled} onFiles={take} />
      <FileButton name="Dataset files" multiple disabled={disabled} onFiles={take} />
    </div>
  )
}
