// What somebody asks of a figure.

import type { RunView } from '../run-view.ts'

/** `reference`: 13 x 8 in, as fig.py's. The others are the column widths of Astronomy & Astrophysics: 88 and 180 mm. */
export type FigureSize = 'reference' | 'column' | 'page'
/** All four panels of fig.py, or one alone: its letter, or the matrix of the test at natural prevalence. */
export type FigurePanel = 'all' | 'a' | 'b' | 'c' | 'd' | 'natural'
export type FigureFormat = 'svg' | 'pdf' | 'png'

/** How a figure is to be. */
export interface FigureOptions {
  readonly size: FigureSize
  readonly panel: FigurePanel
}

/** A figure of a run. */
export interface FigureRequest extends FigureOptions {
  readonly view: RunView
}

/** Draws a figure; what it needs for that is loaded when it is first asked. */
export interface FigureRenderer {
  render(request: FigureRequest, format: FigureFormat): Promise<Blob>
}
