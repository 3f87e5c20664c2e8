// What stands in the place of trust while the network has said nothing of the data in use: why, and what to do.

import { useLayoutEffect, useRef } from 'react'
import { useStudio } from '../context.tsx'
import { PredictAll } from '../network/PredictAll.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { missingText } from './need-text.ts'
import { networkText } from './trust-text.ts'

interface PredictionsNeededProps {
  /** when numbers take its place */
  readonly onLeave: (hadFocus: boolean) => void
}

/** The region "Trust" without numbers. */
export function PredictionsNeeded({ onLeave }: PredictionsNeededProps) {
  const card = useStudio(({ network }) => network.card)
  const missing = useStudio(missingText)
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = body.current
    return () => onLeave(element?.contains(document.activeElement) ?? false)
  }, [onLeave])
  return (
    <Panel name="Trust" {...(card !== null && { caption: networkText(card) })}>
      <div ref={body}>
        {missing !== null || card === null ? <Empty sketch="table">{missing}</Empty> : <PredictAll />}
      </div>
    </Panel>
  )
}
