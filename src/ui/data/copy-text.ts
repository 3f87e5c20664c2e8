// What the fast copy says, so that it can be tested without a page.

import { formatBytes } from '../../core/format.ts'
import type { CopyState, StoredCopy } from '../../core/stored-copy.ts'

/** What there is of a copy, or why one would be made. */
export function copySentence({ state, totalBytes, inUse }: CopyState): string {
  const size = formatBytes(totalBytes)
  switch (state) {
    case 'none':
      return `These data are larger than the memory for them. A copy in this browser's private storage is read faster; it takes ${size}.`
    case 'partial':
      return `A part is copied to this browser's private storage. The whole takes ${size} and is read faster.`
    case 'complete':
      return inUse
        ? `Read from the fast copy in this browser (${size})`
        : `There is a fast copy in this browser (${size}), but another tab holds it: the files are read.`
    default:
      return state satisfies never
  }
}

/** The button that makes a copy, or goes on with one: `Resume fast copy (42 %)`. */
export function copyButton({ state, doneBytes, totalBytes }: CopyState): string {
  if (state !== 'partial') return 'Fast copy'
  return `Resume fast copy (${totalBytes === 0 ? 0 : Math.floor((100 * doneBytes) / totalBytes)} %)`
}

/** What another copy is called; a damaged one has no name of its own. */
export function copyName({ name, fingerprint }: StoredCopy): string {
  return name === '' ? `unnamed data ${fingerprint}` : name
}

/** `4.2 GB`, or `1.2 GB, incomplete`. */
export function copySize({ bytes, complete }: StoredCopy): string {
  return complete ? formatBytes(bytes) : `${formatBytes(bytes)}, incomplete`
}
