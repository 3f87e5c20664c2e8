// What a key does while the focus is inside the viewer of posteriors.

import type { ZAxis, ZRange } from './z-axis.ts'
import { middleOf, panBy, ZOOM_STEP, zoomBy } from './zoom.ts'

/** Another part of the axis is to be shown; a pan is a share of the range's length. */
export type RangeAction =
  | { readonly kind: 'pan'; readonly share: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'whole' }

/** What is to be done; a step goes to another object. */
export type KeyAction = RangeAction | { readonly kind: 'step'; readonly delta: -1 | 1 }

/** Part of the range that one key press moves it by. */
const PAN_SHARE = 0.1

const PLAIN: Readonly<Record<string, KeyAction>> = {
  ArrowUp: { kind: 'step', delta: -1 },
  ArrowLeft: { kind: 'step', delta: -1 },
  ArrowDown: { kind: 'step', delta: 1 },
  ArrowRight: { kind: 'step', delta: 1 },
  Home: { kind: 'whole' },
  End: { kind: 'whole' },
}

const SHIFTED: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: { kind: 'pan', share: -PAN_SHARE },
  ArrowRight: { kind: 'pan', share: PAN_SHARE },
  ArrowUp: { kind: 'zoom', factor: ZOOM_STEP },
  ArrowDown: { kind: 'zoom', factor: 1 / ZOOM_STEP },
}

/** The keys that change the range, for people. */
export const RANGE_KEYS =
  'With Shift, left and right arrow keys move the range, up and down zoom. Home shows the whole range.'

/** The action of a key; `null` for a key that has none here, and with Ctrl, Alt or the command key. */
export function keyAction(event: {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}): KeyAction | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null
  return (event.shiftKey ? SHIFTED : PLAIN)[event.key] ?? null
}

/** The range after an action. */
export function rangeAfter(action: RangeAction, axis: ZAxis, before: ZRange): ZRange {
  switch (action.kind) {
    case 'pan':
      return panBy(axis, before, action.share)
    case 'zoom':
      return zoomBy(axis, before, action.factor, middleOf(axis, before))
    case 'whole':
      return axis.whole
    default:
      return action satisfies never
  }
}
