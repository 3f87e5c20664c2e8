// How the curves of classes look: each told apart by colour and by dashes, so that either is enough.

/** Attributes of an SVG line. */
export interface LineStyle {
  readonly stroke: string
  readonly strokeDasharray: string
}

/** In class order. Okabe and Ito's blue, vermilion and purple, then black and grey: no red beside a green. */
export const CLASS_LINES: readonly LineStyle[] = [
  { stroke: 'var(--series-acc)', strokeDasharray: '' },
  { stroke: 'var(--series-loss)', strokeDasharray: '7 3' },
  { stroke: 'var(--series-val-loss)', strokeDasharray: '2 3' },
  { stroke: 'var(--ink)', strokeDasharray: '8 3 2 3' },
  { stroke: 'var(--line-strong)', strokeDasharray: '12 4' },
]
