// The two file inputs for data. Reports that somebody chooses here are taken for what they are.

import { inputFiles, type PathedFile } from '../shell/dropped-files.ts'
import { FileButton } from '../shell/FileButton.tsx'
import { useTakeFiles } from '../shell/use-take-files.ts'
import classes from './FileChoice.module.css'

interface FileChoiceProps {
  readonly disabled: boolean
  /** files that are neither reports nor a project */
  readonly onFiles: (files: PathedFile[]) => void
}

/** "Dataset folder" and "Dataset files", side by side. */
export function FileChoice({ disabled, onFiles }: FileChoiceProps) {
  const takeFiles = useTakeFiles(onFiles)
  const take = (files: FileList) => takeFiles(inputFiles(files))
  return (
    <div className={classes.row}>
      <FileButton name="Dataset folder" multiple folder disabled={disabled} onFiles={take} />
      <FileButton name="Dataset files" multiple disabled={disabled} onFiles={take} />
    </div>
  )
}
