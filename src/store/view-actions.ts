// Turning to a view, which asks for what it needs when somebody first looks.

import { openInspection } from './inspect-actions.ts'
import { loadObjects } from './objects-actions.ts'
import type { View } from './state.ts'
import type { Studio } from './studio.ts'

/** Shows a view in the middle of the page. */
export function showView(studio: Studio, view: View): void {
  studio.store.setState({ view })
  if (view === 'data') void loadObjects(studio)
  if (view === 'inspect') openInspection(studio)
}
