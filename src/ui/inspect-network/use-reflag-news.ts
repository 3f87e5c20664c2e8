// What was decided last, in words, for everyone who does not watch the list.

import { useState } from 'react'
import type { InspectSlice } from '../../store/network-state.ts'
import { reflagNews } from './inspected-text.ts'

/**
 * @param nameOf of an object
 * @returns '' before the first decision of this visit
 */
export function useReflagNews(
  reflags: InspectSlice['reflags'],
  undo: InspectSlice['undo'],
  labels: readonly string[],
  nameOf: (object: number) => string,
): string {
  const [seen, setSeen] = useState({ reflags, undo, news: '' })
  if (seen.reflags === reflags && seen.undo === undo) return seen.news
  const news = reflagNews(seen, { reflags, undo }, labels, nameOf) ?? seen.news
  setSeen({ reflags, undo, news })
  return news
}
