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

/** "Model"; networks that the data cannot train are there and cannot be chosen. `noteId` names the element that says why. */
export function ModelSelect({
  settings,
  traits,
  disabled,
  onChange,
  noteId,
}: ModelFieldsProps & { readonly noteId: string }) {
  return (
    <NativeSelect
      size="xs"
      label="Model"
      value={settings.model}
      disabled={disabled}
      {...(modelProblems(traits) === '' ? {} : { 'aria-describedby': noteId })}
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

/** Why networks cannot be chosen; nothing where all can. */
export function ModelNote({
  traits,
  noteId,
}: Pick<ModelFieldsProps, 'traits'> & { readonly noteId: string }) {
  const text = modelProblems(traits)
  if (text === '') return null
  return (
    <p id={noteId} className={classes.note}>
      {text}
    </p>
  )
}

function modelProblems(traits: DataTraits): string {
  return MODEL_IDS.map((id) => modelProblem(id, traits))
    .filter((problem) => problem !== null)
    .join(' ')
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
