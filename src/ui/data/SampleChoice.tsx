// Sample data: one button, and its three numbers behind a switch for those who care.

import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { SIMULATION_LIMITS, type SimulationSettings } from '../../core/simulate.ts'
import { NumberField } from '../train/NumberField.tsx'
import classes from './SampleChoice.module.css'

interface SampleChoiceProps {
  readonly sample: SimulationSettings
  readonly disabled: boolean
  readonly onChange: (patch: Partial<SimulationSettings>) => void
  readonly onLoad: () => void
}

/** "Load sample data" and how the sample is made. */
export function SampleChoice({ sample, disabled, onChange, onLoad }: SampleChoiceProps) {
  const [open, setOpen] = useState(false)
  const settingsId = useId()
  return (
    <div className={classes.sample}>
      <div className={classes.row}>
        <Button variant="default" size="sm" disabled={disabled} onClick={onLoad} className={classes.load}>
          Load sample data
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={open}
          aria-controls={settingsId}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Adjust'}
        </Button>
      </div>
      <div id={settingsId} hidden={!open}>
        {open && (
          <>
            <div className={classes.numbers}>
              <NumberField
                label="Sample rows"
                value={sample.rows}
                min={SIMULATION_LIMITS.rows.from}
                max={SIMULATION_LIMITS.rows.to}
                onCommit={(rows) => onChange({ rows })}
              />
              <NumberField
                label="Grid points"
                value={sample.points}
                min={SIMULATION_LIMITS.points.from}
                max={SIMULATION_LIMITS.points.to}
                onCommit={(points) => onChange({ points })}
              />
              <NumberField
                label="Sample number"
                value={sample.seed}
                min={0}
                max={2 ** 31 - 1}
                onCommit={(seed) => onChange({ seed })}
              />
            </div>
            <p className={classes.hint}>
              Simulated redshift posteriors of emission-line galaxies. The same three numbers give the same
              sample.
            </p>
          </>
        )}
      </div>
    </div>
  )
}
