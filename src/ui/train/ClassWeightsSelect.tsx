// "Class weights": whether rare classes count more while training, and how much.

import { NativeSelect } from '@mantine/core'
import { classWeightsText } from '../../core/class-weights-text.ts'
import type { ClassWeighting } from '../../core/run.ts'
import { useStudio } from '../context.tsx'

interface ClassWeightsSelectProps {
  readonly value: ClassWeighting
  readonly disabled: boolean
  readonly className?: string | undefined
  readonly onChange: (classWeights: ClassWeighting) => void
}

const CHOICES: Readonly<Record<ClassWeighting, string>> = {
  none: 'none',
  balanced: 'balanced: rare classes count more',
}

/** The select, with the weights that follow from TRAIN's counts once these are known. */
export function ClassWeightsSelect({ value, disabled, className, onChange }: ClassWeightsSelectProps) {
  const counts = useStudio((state) => state.data.report?.splits.train.counts ?? null)
  return (
    <NativeSelect
      size="xs"
      className={className}
      label="Class weights"
      description={
        counts === null ? undefined : `Balanced weights in class order: ${classWeightsText(counts)}`
      }
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value as ClassWeighting)}
    >
      {Object.entries(CHOICES).map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </NativeSelect>
  )
}
