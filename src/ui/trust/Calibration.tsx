// Temperature scaling: fitted on demand, applied on demand, and what it changed.

import { Button, Checkbox } from '@mantine/core'
import { predictionsOf } from '../../store/probabilities.ts'
import { useActions, useStudio } from '../context.tsx'
import { fitText } from './fit-text.ts'
import classes from './TrustHeader.module.css'

/** The checkbox "Calibrated probabilities" and the button "Fit temperature". */
export function Calibration() {
  const fit = useStudio(({ trust }) => trust.fit)
  const calibrated = useStudio(({ trust }) => trust.calibrated)
  const rows = useStudio(({ network }) => predictionsOf(network.predictions, 'validation')?.rows ?? 0)
  const { fitTemperature, setCalibrated } = useActions()
  return (
    <div className={classes.calibration}>
      <div className={classes.buttons}>
        <Button variant="default" size="xs" disabled={rows === 0} onClick={() => fitTemperature()}>
          Fit temperature
        </Button>
        <Checkbox
          size="sm"
          label="Calibrated probabilities"
          checked={calibrated}
          disabled={rows === 0 && fit === null}
          classNames={{ label: classes.label }}
          // who asks for calibrated probabilities need not know that something has to be fitted first
          onChange={(event) => (fit === null ? fitTemperature() : setCalibrated(event.currentTarget.checked))}
        />
      </div>
      <p aria-live="polite" className={classes.note}>
        {fit !== null ? fitText(fit) : rows === 0 ? NO_ROWS : NOT_FITTED}
      </p>
    </div>
  )
}

const NOT_FITTED =
  'Divides all logits by one number T, fitted on validation. No predicted class changes, and the control stays as it is.'
const NO_ROWS = 'The temperature is fitted on validation, and there are no predictions of it.'
