// The four curves: each told apart by colour, dash and marker, so that no one of the three is needed.

import type { ReactElement } from 'react'
import type { CurvePoint } from '../../core/curve-axes.ts'

/** How a curve looks and what it is called. */
export interface Series {
  readonly key: Exclude<keyof CurvePoint, 'epoch'>
  readonly name: string
  readonly color: string
  readonly dash: string
  readonly marker: 'circle' | 'ring' | 'square' | 'diamond'
}

/** The curves of `fig.py`, in its order. */
export const SERIES: readonly Series[] = [
  { key: 'acc', name: 'accuracy', color: 'var(--series-acc)', dash: '', marker: 'circle' },
  { key: 'valAcc', name: 'validation accuracy', color: 'var(--series-val-acc)', dash: '6 3', marker: 'ring' },
  { key: 'loss', name: 'loss', color: 'var(--series-loss)', dash: '', marker: 'square' },
  {
    key: 'valLoss',
    name: 'validation loss',
    color: 'var(--series-val-loss)',
    dash: '2 3',
    marker: 'diamond',
  },
]

interface MarkerProps {
  readonly series: Pick<Series, 'color' | 'marker'>
  readonly x: number
  readonly y: number
}

/** A marker centred on (x, y). */
export function Marker({ series: { color, marker }, x, y }: MarkerProps): ReactElement {
  switch (marker) {
    case 'circle':
      return <circle cx={x} cy={y} r={3} fill={color} />
    case 'ring':
      return <circle cx={x} cy={y} r={3} fill="var(--panel)" stroke={color} strokeWidth={1.5} />
    case 'square':
      return <rect x={x - 2.75} y={y - 2.75} width={5.5} height={5.5} fill={color} />
    case 'diamond':
      return (
        <path d={`M${x} ${y - 4}l4 4l-4 4l-4 -4z`} fill="var(--panel)" stroke={color} strokeWidth={1.5} />
      )
    default:
      return marker satisfies never
  }
}
