// Model and settings of the next run.

import { NativeSelect } from '@mantine/core'
import type { BackendChoice, InputId, RunSettings } from '../../core/run.ts'
import { SCHEDULE_IDS, type ScheduleId } from '../../core/schedule.ts'
import { MEMORY_LIMIT_RANGE } from '../../core/settings.ts'
import type { TargetId } from '../../core/targets.ts'
import type { StudioState } from '../../store/state.ts'
import { targetLabel } from '../data/candidates.ts'
import { ClassWeightsSelect } from './ClassWeightsSelect.tsx'
import { ModelOptions, ModelSelect } from './ModelFields.tsx'
import type { DataTraits } from './model-choice.ts'
import { NumberField, OptionalNumberField } from './NumberField.tsx'
import classes from './SettingsForm.module.css'

interface SettingsFormProps {
  readonly settings: RunSettings
  readonly target: TargetId | null
  readonly targets: readonly TargetId[]
  readonly device: StudioState['device']
  readonly traits: DataTraits
  readonly disabled: boolean
  readonly onTarget: (target: TargetId) => void
  readonly onChange: (patch: Partial<RunSettings>) => void
}

const SCHEDULES: Readonly<Record<ScheduleId, string>> = {
  exponential: 'Exponential: 1e-4 × exp(−0.1 epoch)',
  delayed: 'Delayed: constant for 10 epochs, then exponential',
  plateau: 'Plateau: halved when val_loss stalls for 2',
}

/** Selects and numbers; every change is handed on at once. */
export function SettingsForm({
  settings,
  target,
  targets,
  device,
  traits,
  disabled,
  onTarget,
  onChange,
}: SettingsFormProps) {
  const common = { size: 'xs', disabled } as const
  const { hasLogEvidence } = traits
  const model = { settings, traits, disabled, onChange }
  return (
    <div className={classes.form}>
      <NativeSelect
        {...common}
        className={classes.wide}
        label="Target"
        disabled={disabled || targets.length === 0}
        value={target ?? ''}
        onChange={(event) => onTarget(event.currentTarget.value as TargetId)}
      >
        {target === null && (
          <option value="" disabled>
            {targets.length === 0 ? 'told by the data' : 'choose one'}
          </option>
        )}
        {targets.map((id) => (
          <option key={id} value={id}>
            {targetLabel(id)}
          </option>
        ))}
      </NativeSelect>
      <ModelSelect {...model} />
      <NativeSelect
        {...common}
        className={hasLogEvidence ? undefined : classes.wide}
        label="Input"
        value={settings.input}
        onChange={(event) => onChange({ input: event.currentTarget.value as InputId })}
      >
        <option value="logPDF">logPDF</option>
        <option value="PDF">PDF</option>
        <option value="logVraisemblance" disabled={!hasLogEvidence}>
          {hasLogEvidence ? 'logVraisemblance' : 'logVraisemblance (needs log-evidence)'}
        </option>
      </NativeSelect>
      <ModelOptions {...model} />
      <NativeSelect
        {...common}
        className={classes.wide}
        label="Backend"
        description={settings.backend === 'auto' ? device?.reason : undefined}
        value={settings.backend}
        onChange={(event) => onChange({ backend: event.currentTarget.value as BackendChoice })}
      >
        <option value="auto">{device === null ? 'auto' : `auto: ${device.preferred} here`}</option>
        <option value="webgpu" disabled={device !== null && !device.webgpu.available}>
          {webgpuLabel(device)}
        </option>
        <option value="wasm">wasm: CPU</option>
      </NativeSelect>
      <NativeSelect
        {...common}
        className={classes.wide}
        label="Learning rate schedule"
        value={settings.schedule}
        onChange={(event) => onChange({ schedule: event.currentTarget.value as ScheduleId })}
      >
        {SCHEDULE_IDS.map((id) => (
          <option key={id} value={id}>
            {SCHEDULES[id]}
          </option>
        ))}
      </NativeSelect>
      <ClassWeightsSelect
        className={classes.wide}
        value={settings.classWeights}
        disabled={disabled}
        onChange={(classWeights) => onChange({ classWeights })}
      />
      <div className={`${classes.wide} ${classes.numbers}`}>
        <NumberField
          label="Epochs"
          value={settings.epochs}
          min={1}
          max={10_000}
          disabled={disabled}
          onCommit={(epochs) => onChange({ epochs })}
        />
        <NumberField
          label="Batch size"
          value={settings.batchSize}
          min={1}
          max={65_536}
          disabled={disabled}
          onCommit={(batchSize) => onChange({ batchSize })}
        />
        <NumberField
          label="Seed"
          value={settings.seed}
          min={0}
          max={2 ** 31 - 1}
          disabled={disabled}
          onCommit={(seed) => onChange({ seed })}
        />
      </div>
      <OptionalNumberField
        className={classes.wide}
        label="Memory limit (MB)"
        description="For weights and activations. A lower limit means more passes per step, and the same result."
        placeholder="automatic"
        value={settings.memoryLimit}
        min={MEMORY_LIMIT_RANGE.least}
        max={MEMORY_LIMIT_RANGE.most}
        disabled={disabled}
        onCommit={(memoryLimit) => onChange({ memoryLimit })}
      />
    </div>
  )
}

function webgpuLabel(device: StudioState['device']): string {
  if (device === null) return 'webgpu'
  if (!device.webgpu.available) return 'webgpu: not available here'
  return device.webgpu.fallback ? 'webgpu: software adapter, slow' : `webgpu: ${device.webgpu.adapter}`
}
