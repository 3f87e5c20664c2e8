// The region of figure and files for the run in view, once that run has ended.

import { useEffect } from 'react'
import { useActions, useStudio } from '../context.tsx'
import { useRunView } from '../results/use-run-view.ts'
import { FigurePanel, hasNaturalMatrix } from './FigurePanel.tsx'
import { preview } from './renderer.ts'

interface ConnectedFigurePanelProps {
  readonly className?: string | undefined
}

/** "Figure and files"; nothing before there is a run and while it goes on. */
export function ConnectedFigurePanel({ className }: ConnectedFigurePanelProps) {
  const view = useRunView((each) => (each.ended ? each : null))
  const exports = useStudio((state) => state.exports)
  const actions = useActions()
  const unsuited = view !== null && exports.figure.panel === 'natural' && !hasNaturalMatrix(view)
  // chosen for another run
  useEffect(() => {
    if (unsuited) actions.setFigure({ panel: 'all' })
  }, [unsuited, actions])
  if (view === null) return null
  const shown = unsuited ? { ...exports, figure: { ...exports.figure, panel: 'all' as const } } : exports
  return <FigurePanel view={view} exports={shown} actions={actions} preview={preview} className={className} />
}
