// How a network comes to say something about the data in use: the same invitation in every view that needs it.

import { Button } from '@mantine/core'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { misfitText, otherDataText, type Passing, passText } from '../trust/need-text.ts'
import classes from './PredictAll.module.css'

/** An invitation, or how far predicting is. One button does both, so that it keeps the focus. */
export function PredictAll() {
  const progress = useStudio(({ network }) => network.progress)
  const misfit = useStudio(misfitText)
  const { loadPredictions, cancelPredictions } = useActions()
  const isPredicting = progress !== null
  return (
    <div className={classes.need}>
      {isPredicting ? <Predicting progress={progress} /> : <Invitation misfit={misfit} />}
      {(isPredicting || misfit === null) && (
        <Button
          key="predict"
          variant={isPredicting ? 'default' : 'filled'}
          size="xs"
          className={classes.button}
          onClick={({ detail }) => {
            // the second click of a double one would end what the first began
            if (detail > 1) return
            if (isPredicting) cancelPredictions()
            else loadPredictions()
          }}
        >
          {isPredicting ? 'Cancel predicting' : 'Predict all rows'}
        </Button>
      )}
    </div>
  )
}

function Invitation({ misfit }: { readonly misfit: string | null }) {
  const error = useStudio(({ network }) => network.predictError)
  const other = useStudio((state) => state.network.card && otherDataText(state.network.card, state))
  if (misfit !== null) return <p className={classes.text}>{misfit}</p>
  return (
    <>
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {other !== null && <Notice severity="warning" title={other} />}
      <p className={classes.text}>Nothing is known yet of what the network says about the data in use.</p>
    </>
  )
}

function Predicting({ progress }: { readonly progress: Passing }) {
  const text = passText(progress)
  return (
    <>
      <p className={classes.text}>{text}</p>
      <ProgressBar
        name="Prediction progress"
        value={progress.total === 0 ? 0 : progress.done / progress.total}
        text={text}
      />
    </>
  )
}
