// The sizes and panels that one chooses a figure by, as lists for selects.

import type { FigurePanel, FigureSize } from './request.ts'

/** Sizes, in the order of a select. */
export const FIGURE_SIZES: readonly { readonly value: FigureSize; readonly label: string }[] = [
  { value: 'reference', label: '13 × 8 in, as fig.py' },
  { value: 'column', label: 'A&A one column, 88 mm' },
  { value: 'page', label: 'A&A two columns, 180 mm' },
]

/** Panels, in the order of a select; `natural` only suits a run with a test at natural prevalence. */
export const FIGURE_PANELS: readonly { readonly value: FigurePanel; readonly label: string }[] = [
  { value: 'all', label: 'All four panels' },
  { value: 'a', label: 'a: train matrix' },
  { value: 'b', label: 'b: test matrix' },
  { value: 'c', label: 'c: accuracy and loss' },
  { value: 'd', label: 'd: classification report' },
  { value: 'natural', label: 'Natural test matrix' },
]

/** Extent in mm; `height` is that of all four panels, `null` where it follows from what they hold. */
export function figureSizeMm(size: FigureSize): { readonly width: number; readonly height: number | null } {
  switch (size) {
    case 'reference':
      return { width: 13 * 25.4, height: 8 * 25.4 }
    case 'column':
      return { width: 88, height: null }
    case 'page':
      return { width: 180, height: null }
    default:
      return size satisfies never
  }
}
