// The view "Trust": which redshifts to keep, at what purity. Controls answer at once; the panels below follow a moment later
// (`useDeferredValue`), since other rows are sorted and binned anew.

import { useCallback, useDeferredValue, useRef, useState } from 'react'
import { useStudio } from '../context.tsx'
import classes from './ConnectedTrust.module.css'
import { PredictionsNeeded } from './PredictionsNeeded.tsx'
import { TrustHeader } from './TrustHeader.tsx'
import { TrustPanels } from './TrustPanels.tsx'
import { useTrustSample } from './trust-sample.ts'

/** The whole view; without predictions, what to do. */
export function ConnectedTrust() {
  const isInView = useStudio(({ view }) => view === 'trust')
  const sample = useTrustSample()
  // behind another view it waits: numbers that nobody sees would only slow down what somebody does
  const [seen, setSeen] = useState(isInView ? sample : null)
  if (seen !== sample && (isInView || sample === null)) setSeen(sample)
  const shown = useDeferredValue(seen)
  // whoever asked for predictions goes on where the numbers begin: the button is gone
  const takesFocus = useRef(false)
  const leave = useCallback((hadFocus: boolean) => {
    takesFocus.current = hadFocus
  }, [])
  if (seen === null) return <PredictionsNeeded onLeave={leave} />
  return (
    <div className={classes.view}>
      <TrustHeader sample={seen} takesFocus={takesFocus} />
      {shown !== null && <TrustPanels sample={shown} />}
    </div>
  )
}
