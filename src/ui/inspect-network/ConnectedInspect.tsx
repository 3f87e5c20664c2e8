// The view "Inspect": the objects of a cell of a confusion matrix, or those whose label the network doubts, one by one.

import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import type { RunPredictions } from '../../core/predictions.ts'
import { type ReflagKey, reflagKeys } from '../../core/reflag-keys.ts'
import { useActions, useStudio } from '../context.tsx'
import classes from './ConnectedInspect.module.css'
import { inspectStanding } from './inspect-standing.ts'
import { ListPanel } from './ListPanel.tsx'
import { NetworkNeeded } from './NetworkNeeded.tsx'
import { ObjectPanel } from './ObjectPanel.tsx'
import { useDrawingInSight } from './use-drawing-in-sight.ts'
import { useViewKeys } from './use-view-keys.ts'

/** List and object; what is missing before there are any. */
export function ConnectedInspect() {
  const standing = useStudio(inspectStanding)
  const predictions = useStudio(({ network }) => network.predictions)
  const takesFocus = useRef(false)
  const leave = useCallback((hadFocus: boolean) => {
    takesFocus.current = hadFocus
  }, [])
  if (standing !== 'ready') return <NetworkNeeded standing={standing} onLeave={leave} />
  return predictions === null ? null : <InspectView predictions={predictions} takesFocus={takesFocus} />
}

const NO_KEYS: readonly ReflagKey[] = []

interface InspectViewProps {
  readonly predictions: RunPredictions
  /** whether what stood in its place had the focus */
  readonly takesFocus: RefObject<boolean>
}

function InspectView({ predictions, takesFocus }: InspectViewProps) {
  const view = useRef<HTMLDivElement>(null)
  const isInView = useStudio((state) => state.view === 'inspect')
  const list = useStudio(({ inspect }) => inspect.list)
  const cell = useStudio(({ inspect }) => inspect.cell)
  const { stepInspected, reflag, undoReflag } = useActions()
  const ofNetwork = useMemo(() => reflagKeys(predictions.card), [predictions])
  const keys = list === 'disagreements' ? ofNetwork : NO_KEYS

  useViewKeys(view, isInView, keys, (action) => {
    switch (action.kind) {
      case 'step':
        return stepInspected(action.delta)
      case 'flag':
        return reflag({ newLabel: action.decision.newLabel, newFlag: action.decision.newFlag })
      case 'undo':
        return list === 'disagreements' ? undoReflag() : undefined
      default:
        return action satisfies never
    }
  })

  useDrawingInSight(view)

  // whoever comes by a cell of another view, or by the button that asks for predictions, goes on in the list
  useEffect(() => {
    const wasAsked = takesFocus.current
    takesFocus.current = false
    if (!isInView || (cell === null && !wasAsked) || !isLost(document.activeElement)) return
    view.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
  }, [isInView, cell, takesFocus])

  return (
    <div className={classes.place}>
      <div ref={view} className={classes.view} data-list={list}>
        <ListPanel predictions={predictions} />
        <ObjectPanel predictions={predictions} keys={keys} />
      </div>
    </div>
  )
}

/** Whether nothing that is shown has the focus. */
function isLost(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.closest('[hidden]') !== null
}
