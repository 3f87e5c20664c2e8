// What a matrix was counted on, in one word: the panels of the page and of the figure are named after it.

import type { MatrixOrigin } from './run.ts'

/** The split that a matrix was counted on, for headings. */
export function originSplit(origin: MatrixOrigin): 'train' | 'validation' | 'test' {
  switch (origin) {
    case 'epoch-train':
    case 'best-train':
    case 'saved-train':
      return 'train'
    case 'epoch-validation':
      return 'validation'
    case 'best-test':
    case 'saved-test':
      return 'test'
    default:
      return origin satisfies never
  }
}
