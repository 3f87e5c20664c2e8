// The whole page takes dropped folders and files. The overlay says so while something is dragged over it.

import { useEffect, useState } from 'react'
import classes from './DropZone.module.css'
import { droppedFiles, type PathedFile } from './dropped-files.ts'

interface DropZoneProps {
  readonly takes: keyof typeof TEXTS
  /** whether a run holds the data: then a drop does nothing, and the overlay says so */
  readonly disabled: boolean
  readonly onFiles: (files: PathedFile[]) => void
}

const TEXTS = {
  data: {
    invitation: 'Drop the data folder or its files',
    formats: 'NPY, NPZ, Arrow (Feather), Parquet or FITS',
    empty: 'What was dropped holds no files. Drop the folder that holds TRAIN, VALID and TEST, or a table.',
  },
  reports: {
    invitation: 'Drop reports to compare them',
    formats: 'JSON of this studio, or .npy of LAM-Redshift',
    empty: 'What was dropped holds no files. Drop reports, or a folder of them.',
  },
} as const

/** Listens on the window; shows nothing until files are dragged in. */
export function DropZone({ takes, disabled, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const [refusal, setRefusal] = useState('')

  useEffect(() => {
    const listeners = new AbortController()
    const { signal } = listeners
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = async (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setOver(false)
      setRefusal('')
      if (disabled) return
      try {
        const files = await droppedFiles(event.dataTransfer)
        if (files.length > 0) onFiles(files)
        else {
          setRefusal(TEXTS[takes].empty)
        }
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        setRefusal(
          `The browser could not read what was dropped: ${reason}. Choose it with the file inputs instead.`,
        )
      }
    }
    window.addEventListener('dragover', onDragOver, { signal })
    window.addEventListener('dragleave', onDragLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => listeners.abort()
  }, [takes, disabled, onFiles])

  return (
    <>
      {over && (
        <div aria-hidden="true" className={classes.overlay}>
          <div className={classes.text}>
            {disabled ? 'Training uses the data: stop it to choose others' : TEXTS[takes].invitation}
            {!disabled && <p className={classes.formats}>{TEXTS[takes].formats}</p>}
          </div>
        </div>
      )}
      {refusal !== '' && (
        <p role="alert" className={classes.refusal}>
          {refusal}
        </p>
      )}
    </>
  )
}
