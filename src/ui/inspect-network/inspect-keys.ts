// What a key does in the view of single objects: it steps, gives a label, or takes the last one back.

import type { ReflagKey } from '../../core/reflag-keys.ts'

/** What is to be done. */
export type InspectAction =
  | { readonly kind: 'step'; readonly delta: -1 | 1 }
  | { readonly kind: 'flag'; readonly decision: ReflagKey }
  | { readonly kind: 'undo' }

/** Which keys whatever has the focus needs for itself. */
export type KeyNeeds = 'none' | 'arrows' | 'all'

/** What of a keyboard event counts. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'
>

const STEPS: Readonly<Record<string, -1 | 1>> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/**
 * The action of a key; `null` for a key that has none.
 * @param keys that give labels; none where no label is to be given
 */
export function inspectAction(
  event: PressedKey,
  keys: readonly ReflagKey[],
  needs: KeyNeeds,
): InspectAction | null {
  if (needs === 'all' || event.altKey) return null
  if (event.ctrlKey || event.metaKey) {
    return event.key.toLowerCase() === 'z' && !event.shiftKey ? { kind: 'undo' } : null
  }
  const delta = STEPS[event.key]
  if (delta !== undefined) {
    const isArrow = event.key.startsWith('Arrow')
    return event.shiftKey || (isArrow && needs === 'arrows') ? null : { kind: 'step', delta }
  }
  // a key that is held down would decide about every object of the list
  if (event.repeat) return null
  if (event.key === 'u') return { kind: 'undo' }
  const decision = keys.find(({ key }) => key === event.key || (!event.shiftKey && key === digitOf(event)))
  return decision === undefined ? null : { kind: 'flag', decision }
}

/** French keyboards have digits with shift only: without it the place of the key counts. */
function digitOf({ code }: PressedKey): string | undefined {
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
}

const OF_A_FIELD = 'textarea, select, [contenteditable=""], [contenteditable="true"]'

/** What the element that has the focus needs: fields all keys, choices and sliders the arrows. */
export function keyNeeds(target: EventTarget | null): KeyNeeds {
  if (!(target instanceof Element)) return 'none'
  if (target.matches(OF_A_FIELD)) return 'all'
  if (!(target instanceof HTMLInputElement)) return 'none'
  if (target.type === 'radio' || target.type === 'range') return 'arrows'
  return target.type === 'checkbox' ? 'none' : 'all'
}
