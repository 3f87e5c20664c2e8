// The compared runs of this tab, in its session storage: they outlive a reload, and another tab has a comparison of its own.

import { type ChoiceStore, parseChoice } from '../core/compare/choice.ts'

const KEY = 'redshift-studio-comparison'

/** The choice of this tab. A browser that keeps nothing, or has no room left, keeps no choice either, and says nothing. */
export function createChoiceStore(): ChoiceStore {
  return {
    load: () => {
      try {
        return parseChoice(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
      } catch {
        return null
      }
    },
    keep: (choice) => {
      try {
        sessionStorage.setItem(KEY, JSON.stringify(choice))
      } catch {
        // the comparison of this page goes on
      }
    },
  }
}
