// The whole page takes dropped folders and files. The overlay says so while something is dragged over it.

import { useEffect, useState } from 'react'
import classes from './DropZone.module.css'
import { droppedFiles, type PathedFile } from './dropped-files.ts'
import { HELD } from './use-take-files.ts'

interface DropZoneProps {
  /** `all` but data while a run holds those */
  readonly takes: 'all' | 'all but data' | 'reports'
  /** tells why files are not taken, '' where they are */
  readonly onFiles: (files: PathedFile[]) => Promise<string>
}

const REPORT_FORMATS = 'JSON of this studio, or .npy of LAM-Redshift'
const TEXTS = {
  all: {
    invitation: 'Drop the data folder or its files, or reports',
    formats: [
      'Data: NPY, NPZ, Arrow (Feather), Parquet or FITS',
      `Reports: ${REPORT_FORMATS}`,
      'A network: .keras or .h5',
    ],
    empty: 'What was dropped holds no files. Drop the folder that holds TRAIN, VALID and TEST, or a table.',
  },
  'all but data': {
    invitation: HELD,
    formats: [`Reports may be dropped: ${REPORT_FORMATS}`],
    empty: 'What was dropped holds no files. Drop reports, or a folder of them.',
  },
  reports: {
    invitation: 'Drop reports to compare them',
    formats: [REPORT_FORMATS],
    empty: 'What was dropped holds no files. Drop reports, or a folder of them.',
  },
} as const satisfies Record<DropZoneProps['takes'], object>

/** Listens on the window; shows nothing until files are dragged in. */
export function DropZone({ takes, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const [refusal, setRefusal] = useState('')

  useEffect(() => {
    const listeners = new AbortController()
    const { signal } = listeners
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      // a region within the page takes them
      setOver(!event.defaultPrevented)
      event.preventDefault()
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = async (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      const isTaken = event.defaultPrevented
      event.preventDefault()
      setOver(false)
      setRefusal('')
      if (isTaken) return
      let files: PathedFile[]
      try {
        files = await droppedFiles(event.dataTransfer)
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        setRefusal(
          `The browser could not read what was dropped: ${reason}. Choose it with the file inputs instead.`,
        )
        return
      }
      setRefusal(files.length === 0 ? TEXTS[takes].empty : await onFiles(files))
    }
    window.addEventListener('dragover', onDragOver, { signal })
    window.addEventListener('dragleave', onDragLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => listeners.abort()
  }, [takes, onFiles])

  return (
    <>
      {over && (
        <div aria-hidden="true" className={classes.overlay}>
          <div className={classes.text}>
            {TEXTS[takes].invitation}
            {TEXTS[takes].formats.map((line) => (
              <p key={line} className={classes.formats}>
                {line}
              </p>
            ))}
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
