// What the tests of the view have in common: the view with a store around it, and a person's hands.

import { act } from 'react'
import { vi } from 'vitest'
import { type InspectSlice, NO_INSPECTION } from '../../store/network-state.ts'
import type { StudioState } from '../../store/state.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ConnectedInspect } from './ConnectedInspect.tsx'
import { LOOKING } from './inspect.fixture.ts'

/** One view under test; `draw` first. */
export function testView() {
  let shown: Rendered
  const container = () => shown.container
  const list = () => region(shown.container, 'Inspected list')
  const object = () => region(shown.container, 'Inspected object')
  const buttons = (within: Element = shown.container) => [...within.querySelectorAll('button')]

  function button(name: string): HTMLButtonElement {
    const found = buttons().find((each) => (each.getAttribute('aria-label') ?? textOf(each)) === name)
    if (found === undefined) throw new Error(`Expected a button "${name}", found ${buttons().map(textOf)}`)
    return found
  }

  /** The field of that label. */
  function field<Kind extends HTMLElement>(label: string): Kind {
    const labels = [...shown.container.querySelectorAll('label')]
    const found = labels.find((each) => textOf(each) === label)
    return document.getElementById(found?.htmlFor ?? '') as Kind
  }

  return {
    container,
    list,
    object,
    buttons,
    button,
    field,
    calls: () => shown.calls,
    slice: () => shown.store.getState().inspect,
    grid: () => list().querySelector<HTMLElement>('[role="grid"]')!,
    options: (label: string) => [...field<HTMLSelectElement>(label).options].map(({ text }) => text),
    click: (name: string) => act(() => button(name).click()),
    /** @param inspect over an untouched view */
    draw(inspect: Partial<InspectSlice>, patch: Partial<StudioState> = {}): void {
      vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(11 * 27)
      const state = { ...LOOKING, inspect: { ...NO_INSPECTION, ...inspect }, ...patch }
      shown = render(<ConnectedInspect />, state)
    },
    update: (patch: Partial<InspectSlice>) =>
      shown.update({ inspect: { ...shown.store.getState().inspect, ...patch } }),
    updateState: (patch: Partial<StudioState>) => shown.update(patch),
    select(label: string, value: string): void {
      const element = field<HTMLSelectElement>(label)
      act(() => {
        element.value = value
        element.dispatchEvent(new Event('change', { bubbles: true }))
      })
    },
    /** Whether the view took the key. */
    press(key: string, target: Element = document.body, init: KeyboardEventInit = {}): boolean {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
      act(() => void target.dispatchEvent(event))
      return event.defaultPrevented
    },
    end(): void {
      shown.unmount()
      vi.restoreAllMocks()
    },
  }
}

/** Texts of the cells of a row. */
export function cells(row: Element): string[] {
  return [...row.children].map(textOf)
}
