// Keys of the view of single objects: they work wherever the focus is in it, and where nothing has the focus.

import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { ReflagKey } from '../../core/reflag-keys.ts'
import { type InspectAction, inspectAction, keyNeeds } from './inspect-keys.ts'

/**
 * @param isOn false while another view is shown
 * @param keys that give labels
 */
export function useViewKeys(
  view: RefObject<HTMLElement | null>,
  isOn: boolean,
  keys: readonly ReflagKey[],
  onAction: (action: InspectAction) => void,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event
    // the table and the viewer have had their keys by now
    if (event.defaultPrevented || view.current === null || !(target instanceof Node)) return
    const isInside = view.current.contains(target)
    // the focus may be on what is around the view, as on the page itself; other parts of the page have keys of their own
    if (!isInside && !target.contains(view.current)) return
    // the page goes on scrolling by arrows
    if (!isInside && event.key.startsWith('Arrow')) return
    const action = inspectAction(event, keys, keyNeeds(target))
    if (action === null) return
    event.preventDefault()
    onAction(action)
  })
  useEffect(() => {
    if (!isOn) return undefined
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [isOn])
}
