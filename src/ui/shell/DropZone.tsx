// The whole page takes dropped folders and files. The overlay says so while something is dragged over it.

import { useEffect, useState } from 'react'
import classes from './DropZone.module.css'
import { droppedFiles, type PathedFile } from './dropped-files.ts'

interface DropZoneProps {
  /** whether a run holds the data: then a drop does nothing, and the overlay says so */
  readonly disabled: boolean
  readonly onFiles: (files: PathedFile[]) => void
}

/** Listens on the window; shows nothing until files are dragged in. */
export function DropZone({ disabled, onFiles }: DropZoneProps) {
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
          setRefusal(
            'What was dropped holds no files. Drop the folder that holds TRAIN, VALID and TEST, or a table.',
          )
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
  }, [disabled, onFiles])

  return (
    <>
      {over && (
        <div aria-hidden="true" className={classes.overlay}>
          <div className={classes.text}>
            {disabled
              ? 'Training uses the data: stop it to choose others'
              : 'Drop the data folder or its files'}
            {!disabled && <p className={classes.formats}>NPY, NPZ, Arrow (Feather), Parquet or FITS</p>}
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
