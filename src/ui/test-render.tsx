// Renders components for tests in happy-dom: Mantine's theme and a store of plain state around them.

import { MantineProvider } from '@mantine/core'
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StudioActions } from '../store/actions-type.ts'
import { INITIAL_STATE, type StudioState } from '../store/state.ts'
import { StudioProvider } from './context.tsx'
import { theme } from './theme.ts'

/** What a test looks at. */
export interface Rendered {
  readonly container: HTMLElement
  readonly store: StoreApi<StudioState>
  /** names of the actions that were called, with their arguments */
  readonly calls: readonly (readonly [name: string, ...args: unknown[]])[]
  /** changes the state and lets React render */
  readonly update: (patch: Partial<StudioState>) => void
  readonly unmount: () => void
}

/** Renders into the document, with `state` over the initial state. */
export function render(children: ReactNode, state: Partial<StudioState> = {}): Rendered {
  ;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true
  const container = document.createElement('div')
  document.body.append(container)
  const store = createStore<StudioState>(() => ({ ...INITIAL_STATE, ...state }))
  const calls: (readonly [string, ...unknown[]])[] = []
  const actions = new Proxy({} as StudioActions, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        calls.push([String(name), ...args])
      },
  })
  const root = createRoot(container)
  act(() =>
    root.render(
      <MantineProvider theme={theme}>
        <StudioProvider store={store} actions={actions}>
          {children}
        </StudioProvider>
      </MantineProvider>,
    ),
  )
  return {
    container,
    store,
    calls,
    update: (patch) => act(() => store.setState(patch)),
    unmount: () => {
      act(() => root.unmount())
      container.remove()
    },
  }
}

/** Types `text` into an input, as a person does: React hears the event. */
export function type(input: HTMLInputElement, text: string): void {
  act(() => {
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    setter.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** The region of that accessible name. */
export function region(container: HTMLElement, name: string): HTMLElement {
  const found = container.querySelector<HTMLElement>(`section[aria-label="${name}"]`)
  if (found === null) throw new Error(`Expected a region "${name}", found none`)
  return found
}

/** Text of an element with single spaces. */
export function textOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
}
