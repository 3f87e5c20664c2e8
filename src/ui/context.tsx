// How components reach the store: narrow slices by `useStudio`, commands by `useActions`. Both come from the
// composition root through one context, so that tests and previews can pass their own.

import { createContext, type ReactNode, useContext } from 'react'
import type { StoreApi } from 'zustand'
import { useStore } from 'zustand'
import type { StudioActions } from '../store/actions-type.ts'
import type { StudioState } from '../store/state.ts'

interface Studio {
  readonly store: StoreApi<StudioState>
  readonly actions: StudioActions
}

const StudioContext = createContext<Studio | null>(null)

/** Gives the components below it the store and its actions. Neither may change while mounted. */
export function StudioProvider({ store, actions, children }: Studio & { readonly children: ReactNode }) {
  return <StudioContext value={{ store, actions }}>{children}</StudioContext>
}

/** A slice of the state; the component renders again only when the slice is another value (`Object.is`). */
export function useStudio<Slice>(selector: (state: StudioState) => Slice): Slice {
  return useStore(useStudioContext().store, selector)
}

/** The commands that the page can give. */
export function useActions(): StudioActions {
  return useStudioContext().actions
}

function useStudioContext(): Studio {
  const studio = useContext(StudioContext)
  if (studio === null) throw new Error('Expected a StudioProvider above this component, found none')
  return studio
}
