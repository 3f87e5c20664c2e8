// The page of the reading benchmark: hands the chosen files to a worker, as the studio does, and gives back its figures.

import type { ReadingFigures } from './measure.ts'
import type { ReadingRequest } from './worker.ts'

/** What the driver calls. */
export interface ReadingWindow {
  measureReading(options: Omit<ReadingRequest, 'files'>): Promise<ReadingFigures>
}

const page = window as unknown as ReadingWindow

page.measureReading = (options) =>
  new Promise((resolve, reject) => {
    const input = document.querySelector('input')
    const files = Array.from(input?.files ?? [], (file) => ({ path: file.webkitRelativePath, file }))
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be started'))
    worker.onmessage = ({ data }) => {
      worker.terminate()
      if ('error' in data) reject(new Error(data.error))
      else resolve(data)
    }
    worker.postMessage({ ...options, files } satisfies ReadingRequest)
  })
