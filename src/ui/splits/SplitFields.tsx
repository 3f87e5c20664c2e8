// The settings of a draft: where splits come from, their sizes, seed, balancing and target.

import { Checkbox, NativeSelect, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import type { PreparationChoices } from '../../core/dataset-report.ts'
import type { Balancing, Preparation } from '../../core/preparation.ts'
import type { TargetId } from '../../core/targets.ts'
import { targetLabel } from '../data/candidates.ts'
import { NumberField } from '../train/NumberField.tsx'
import classes from './SplitFields.module.css'
import { asFraction, asPercentage } from './splits-text.ts'

/** Whether rare classes count more in the loss. */
export type ClassWeights = 'none' | 'balanced'

interface SplitFieldsProps {
  readonly draft: Preparation
  readonly choices: PreparationChoices
  readonly target: TargetId
  readonly classWeights: ClassWeights
  readonly disabled: boolean
  readonly onChange: (patch: Partial<Preparation>) => void
  readonly onTarget: (target: TargetId) => void
  readonly onClassWeights: (classWeights: ClassWeights) => void
}

/** All fields; every change is handed on at once. */
export function SplitFields(props: SplitFieldsProps) {
  const { draft, choices, target, disabled, onChange, onTarget } = props
  const isDrawn = draft.splits === 'drawn'
  return (
    <div className={classes.fields}>
      <Origin {...props} />
      <NumberField
        label="Test %"
        value={asPercentage(draft.testFraction)}
        min={0.5}
        max={90}
        step={0.5}
        disabled={disabled || !isDrawn}
        onCommit={(percentage) => onChange({ testFraction: asFraction(percentage) })}
      />
      <NumberField
        label="Validation % of the rest"
        value={asPercentage(draft.validationFraction)}
        min={0.5}
        max={90}
        step={0.5}
        disabled={disabled || !isDrawn}
        onCommit={(percentage) => onChange({ validationFraction: asFraction(percentage) })}
      />
      <NumberField
        label="Split seed"
        value={draft.seed}
        min={0}
        max={2 ** 31 - 1}
        disabled={disabled}
        onCommit={(seed) => onChange({ seed })}
      />
      <Balance {...props} />
      <Stratified draft={draft} disabled={disabled} onChange={onChange} />
      {choices.fromAttributes && choices.targets.length > 1 && (
        <NativeSelect
          size="xs"
          className={classes.wide}
          label="Target of the splits"
          value={target}
          disabled={disabled}
          onChange={(event) => onTarget(event.currentTarget.value as TargetId)}
        >
          {choices.targets.map((id) => (
            <option key={id} value={id}>
              {targetLabel(id)}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  )
}

const ORIGINS: readonly { readonly value: Preparation['splits']; readonly label: string }[] = [
  { value: 'given', label: 'As given' },
  { value: 'drawn', label: 'Draw anew' },
]

function Origin({ draft, choices, disabled, onChange }: SplitFieldsProps) {
  const id = useId()
  return (
    <div className={classes.wide}>
      <div id={id} className={classes.label}>
        Where splits come from
      </div>
      {choices.given ? (
        <SegmentedControl
          aria-labelledby={id}
          size="xs"
          fullWidth
          classNames={{ label: classes.segment! }}
          data={[...ORIGINS]}
          value={draft.splits}
          disabled={disabled}
          onChange={(splits) => onChange({ splits })}
        />
      ) : (
        <p className={classes.origin}>Drawn here</p>
      )}
    </div>
  )
}

type BalanceChoice = Balancing | 'weights'

const BALANCES: Readonly<Record<BalanceChoice, string>> = {
  none: 'None',
  smallest: 'Undersample to the smallest class (load_dataset)',
  'tenth-more': 'Undersample to at most 1.1 × the smallest class (processData.py)',
  weights: 'Class weights instead',
}

function Balance({ draft, classWeights, disabled, onChange, onClassWeights }: SplitFieldsProps) {
  const isWeighted = classWeights === 'balanced'
  const value: BalanceChoice = isWeighted && draft.balancing === 'none' ? 'weights' : draft.balancing
  function choose(choice: BalanceChoice): void {
    const balancing = choice === 'weights' ? 'none' : choice
    const weights = choice === 'weights' ? 'balanced' : 'none'
    if (balancing !== draft.balancing) onChange({ balancing })
    if (weights !== classWeights) onClassWeights(weights)
  }
  return (
    <NativeSelect
      size="xs"
      className={classes.widest}
      classNames={{ description: classes.description! }}
      label="Balance"
      description={
        value === 'weights'
          ? 'All objects stay, and rare classes count more in the loss: a setting of the next run.'
          : isWeighted && 'Class weights are on as well: rare classes count more in the loss.'
      }
      value={value}
      disabled={disabled}
      onChange={(event) => choose(event.currentTarget.value as BalanceChoice)}
    >
      {Object.entries(BALANCES).map(([choice, label]) => (
        <option key={choice} value={choice}>
          {label}
        </option>
      ))}
    </NativeSelect>
  )
}

function Stratified({
  draft,
  disabled,
  onChange,
}: Pick<SplitFieldsProps, 'draft' | 'disabled' | 'onChange'>) {
  const isForced = draft.balancing === 'tenth-more'
  const isGiven = draft.splits === 'given'
  return (
    <Checkbox
      size="xs"
      className={classes.wide}
      classNames={{ description: classes.description!, labelWrapper: classes.box! }}
      label="Stratified"
      description={
        isForced
          ? 'Always so at 1.1 × the smallest class: each class is split on its own.'
          : isGiven
            ? 'Counts, like the two shares, where splits are drawn anew.'
            : 'Every split has the same shares of classes.'
      }
      checked={isForced || draft.stratified}
      disabled={disabled || isForced || isGiven}
      onChange={(event) => onChange({ stratified: event.currentTarget.checked })}
    />
  )
}
