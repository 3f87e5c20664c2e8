// The network and what only some networks have: a redshift input, a dropout layer.

import { NativeSelect } from '@mantine/core'
import { MODEL_IDS, MODEL_SPECS, type ModelId } from '../../core/models.ts'
import type { RunSettings } from '../../core/run.ts'
import { type DataTraits, modelProblem } from './model-choice.ts'
import { NumberField } from './NumberField.tsx'
import classes from './SettingsForm.module.css'

interface ModelFieldsProps {
  readonly settings: RunSettings
  readonly traits: DataTraits
  readonly disabled: boolean
  readonly onChange: (patch: Partial<RunSettings>) => void
}

/** "Model"; networks that the data cannot train are there, cannot be chosen, and it is said why. */
export function ModelSelect({ settings, traits, disabled, onChange }: ModelFieldsProps) {
  const problems = MODEL_IDS.map((id) => modelProblem(id, traits)).filter((problem) => problem !== null)
  return (
    <NativeSelect
      size="xs"
      label="Model"
      className={problems.length > 0 ? classes.wide : undefined}
      description={problems.length > 0 ? problems.join(' ') : undefined}
      value={settings.model}
      disabled={disabled}
      onChange={(event) => onChange({ model: event.currentTarget.value as ModelId })}
    >
      {MODEL_IDS.map((id) => {
        const isBarred = modelProblem(id, traits) !== null
        return (
          <option key={id} value={id} disabled={isBarred}>
            {isBarred ? `${id} (needs attributes)` : id}
          </option>
        )
      })}
    </NativeSelect>
  )
}

/** What the chosen network has beyond the others; nothing for most. */
export function ModelOptions({ settings, traits, disabled, onChange }: ModelFieldsProps) {
  const { needsRedshift, dropout } = MODEL_SPECS[settings.model]
  return (
    <>
      {needsRedshift && (
        <NativeSelect
          size="xs"
          className={classes.wide}
          label="Redshift as"
          value={settings.redshift}
          disabled={disabled}
          onChange={(event) => onChange({ redshift: event.currentTarget.value as RunSettings['redshift'] })}
        >
          <option value="value">value</option>
          <option value="index" disabled={!traits.hasZgrid}>
            {traits.hasZgrid ? 'index in zgrid' : 'index in zgrid (needs zgrid)'}
          </option>
        </NativeSelect>
      )}
      {dropout !== null && (
        <NumberField
          className={classes.wide}
          label="Dropout"
          value={settings.dropout}
          min={0}
          max={0.9}
          step={0.05}
          disabled={disabled}
          onCommit={(rate) => onChange({ dropout: rate })}
        />
      )}
    </>
  )
}
