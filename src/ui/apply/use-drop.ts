// Files that are dropped on one region of the page. The page as a whole takes dropped files, too: what a region has taken is
// marked by `preventDefault`, and the page leaves it alone.

import { type DragEvent, useState } from 'react'
import { droppedFiles, type PathedFile } from '../shell/dropped-files.ts'

/** What the region needs. */
export interface Drop {
  /** whether files are over the region */
  readonly isOver: boolean
  readonly handlers: {
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void
    readonly onDragLeave: (event: DragEvent<HTMLElement>) => void
    readonly onDrop: (event: DragEvent<HTMLElement>) => void
  }
}

/**
 * @param onFiles gets all files of a drop, none for an empty folder
 * @param onFailure gets the reason where the browser may not read what was dropped
 */
export function useDrop(onFiles: (files: PathedFile[]) => void, onFailure: (reason: string) => void): Drop {
  const [isOver, setOver] = useState(false)
  return {
    isOver,
    handlers: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
      },
      onDrop: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(false)
        droppedFiles(event.dataTransfer).then(onFiles, (thrown: unknown) =>
          onFailure(thrown instanceof Error ? thrown.message : String(thrown)),
        )
      },
    },
  }
}
