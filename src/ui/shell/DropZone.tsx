// The whole page takes dropped folders and files. The overlay says so while something is dragged over it.

import { useEffect, useState } from 'react'
import classes from './DropZone.module.css'
import { droppedFiles, type PathedFile } from './dropped-files.ts'

interface DropZoneProps {
  readonly onFiles: (files: PathedFile[]) => void
}

/** Listens on the window; shows nothing until files are dragged in. */
export function DropZone({ onFiles }: DropZoneProps) {
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
      try {
        const files = await droppedFiles(event.dataTransfer)
        if (files.length > 0) onFiles(files)
      } catch (thrown) {
        setRefusal(thrown instanceof Error ? thrown.message : String(thrown))
      }
    }
    window.addEventListener('dragover', onDragOver, { signal })
    window.addEventListener('dragleave', onDragLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => listeners.abort()
  }, [onFiles])

  return (
    <>
      {over && (
        <div aria-hidden="true" className={classes.overlay}>
          <p className={classes.text}>Drop the data folder or its files</p>
        </div>
      )}
      {refusal !== '' && (
        <p role="alert" className={classes.refusal}>
          The browser could not read what was dropped: {refusal}. Choose it with the file inputs instead.
        </p>
      )}
    </>
  )
}
