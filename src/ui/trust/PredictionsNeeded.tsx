// What stands in the place of trust while the network has said nothing of the data in use: why, and what to do.

import { useStudio } from '../context.tsx'
import { PredictAll } from '../network/PredictAll.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { missingText } from './need-text.ts'
import { networkText } from './trust-text.ts'

/** The region "Trust" without numbers. */
export function PredictionsNeeded() {
  const card = useStudio(({ network }) => network.card)
  const missing = useStudio(missingText)
  return (
    <Panel name="Trust" {...(card !== null && { caption: networkText(card) })}>
      {missing !== null || card === null ? <Empty sketch="table">{missing}</Empty> : <PredictAll />}
    </Panel>
  )
}
