// The view "Trust": which redshifts to keep, at what purity. Controls answer at once; the panels below follow a moment later
// (`useDeferredValue`), since other rows are sorted and binned anew.

import { useDeferredValue, useState } from 'react'
import { useStudio } from '../context.tsx'
import classes from './ConnectedTrust.module.css'
import { areOfOtherData } from './need-text.ts'
import { PredictionsNeeded } from './PredictionsNeeded.tsx'
import { TrustHeader } from './TrustHeader.tsx'
import { TrustPanels } from './TrustPanels.tsx'
import { useTrustSample } from './trust-sample.ts'

/** The whole view; without predictions, what to do. */
export function ConnectedTrust() {
  const isInView = useStudio(({ view }) => view === 'trust')
  const isOutdated = useStudio(areOfOtherData)
  const sample = useTrustSample()
  // behind another view it waits: numbers that nobody sees would only slow down what somebody does
  const [seen, setSeen] = useState(isInView ? sample : null)
  if (seen !== sample && (isInView || sample === null)) setSeen(sample)
  const shown = useDeferredValue(seen)
  if (seen === null || isOutdated) return <PredictionsNeeded />
  return (
    <div className={classes.view}>
      <TrustHeader sample={seen} />
      {shown !== null && <TrustPanels sample={shown} />}
    </div>
  )
}
