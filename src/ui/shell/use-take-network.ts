// A network that was chosen or dropped anywhere in the page, and the way to where it is shown.

import { useCallback } from 'react'
import { formatInteger } from '../../core/format.ts'
import { loadHoldText } from '../apply/hold-text.ts'
import { useActions, useStudio } from '../context.tsx'
import { seenFiles } from './are-reports.ts'
import { goToMiddle } from './middle.ts'

/** Loads the one file and turns to the view "Apply"; tells why it is not taken, '' where it is. */
export function useTakeNetwork(): (files: readonly File[]) => string {
  const { loadModel, showView } = useActions()
  const hold = useStudio(loadHoldText)
  return useCallback(
    (files) => {
      const [first, ...others] = seenFiles(files)
      if (first === undefined) return ''
      if (hold !== null) return hold
      if (others.length > 0) {
        return `${formatInteger(1 + others.length)} networks at once, and one can be in use: choose one file.`
      }
      showView('apply')
      goToMiddle()
      void loadModel(first)
      return ''
    },
    [loadModel, showView, hold],
  )
}
