// Which objects the table shows.

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import { NO_FILTER, type NumberRange, type ObjectFilter } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { type Choice, filterChoices } from './filter-choices.ts'
import classes from './ObjectFilters.module.css'
import { shownColumns } from './object-text.ts'
import { RangeField } from './RangeField.tsx'

interface ObjectFiltersProps {
  readonly columns: ObjectColumns
  readonly filter: ObjectFilter
  readonly onChange: (filter: ObjectFilter) => void
  /** objects that the filter shows */
  readonly shown: number
  readonly total: number
}

const RANGES = [
  { key: 'redshift', title: 'Redshift' },
  { key: 'deltaZ', title: 'abs(DeltaZ)' },
  { key: 'logEvidence', title: 'Log-evidence' },
  { key: 'width', title: 'Width (points)' },
] as const

/** Search, choices and ranges, with the number of objects that they leave. */
export const ObjectFilters = memo(function ObjectFilters({
  columns,
  filter,
  onChange,
  shown,
  total,
}: ObjectFiltersProps) {
  const [open, setOpen] = useState(false)
  const choices = useMemo(() => filterChoices(columns), [columns])
  const ranges = useMemo(() => {
    const known = shownColumns(columns)
    return RANGES.filter(({ key }) => known.includes(key))
  }, [columns])
  const asked = ranges.filter(({ key }) => filter[key] !== null).length
  return (
    <div className={classes.filters}>
      <div className={classes.choices}>
        <TextInput
          size="xs"
          label="Find row or id"
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        />
        <ChoiceField
          label="Split"
          all="all splits"
          choices={choices.places}
          chosen={filter.places}
          onChoose={(places) => onChange({ ...filter, places })}
        />
        <ChoiceField
          label="Class"
          all="all classes"
          choices={choices.labels}
          chosen={filter.labels}
          onChoose={(labels) => onChange({ ...filter, labels })}
        />
        <ChoiceField
          label="Status"
          all="all statuses"
          choices={choices.statuses}
          chosen={filter.statuses}
          onChoose={(statuses) => onChange({ ...filter, statuses })}
        />
        <ChoiceField
          label="Flag"
          all="all flags"
          choices={choices.flags}
          chosen={filter.flags}
          onChoose={(flags) => onChange({ ...filter, flags })}
        />
      </div>
      {ranges.length > 0 && (
        <Disclosure
          // what is hidden must not be forgotten
          title={asked === 0 ? 'More filters' : `More filters (${asked} in use)`}
          open={open}
          onToggle={() => setOpen(!open)}
        >
          <div className={classes.ranges}>
            {ranges.map(({ key, title }) => (
              <RangeField
                key={key}
                title={title}
                range={filter[key]}
                onChange={(range: NumberRange | null) => onChange({ ...filter, [key]: range })}
              />
            ))}
          </div>
        </Disclosure>
      )}
      <div className={classes.foot}>
        <p aria-live="polite" className={classes.count}>
          {formatInteger(shown)} of {formatInteger(total)} objects
        </p>
        <Button variant="default" size="compact-xs" onClick={() => onChange(NO_FILTER)}>
          Clear filters
        </Button>
      </div>
    </div>
  )
})

interface ChoiceFieldProps<T> {
  readonly label: string
  readonly all: string
  readonly choices: readonly Choice<T>[]
  /** `null` for all */
  readonly chosen: readonly T[] | null
  readonly onChoose: (chosen: readonly T[] | null) => void
}

/** Value of the option for what no single choice says. */
const SEVERAL = 'several'

/** A select of one choice or all; nothing where there is nothing to choose from. */
function ChoiceField<T>({ label, all, choices, chosen, onChoose }: ChoiceFieldProps<T>) {
  if (choices.length < 2 && chosen === null) return null
  const picked = choices.filter(({ value }) => chosen?.includes(value))
  const isSeveral = chosen !== null && !(chosen.length === 1 && picked.length === 1)
  const value = chosen === null ? '' : isSeveral ? SEVERAL : String(choices.indexOf(picked[0]!))
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      onChange={(event) => {
        const choice = choices[Number.parseInt(event.currentTarget.value, 10)]
        onChoose(choice === undefined ? null : [choice.value])
      }}
    >
      <option value="">{all}</option>
      {choices.map(({ text }, index) => (
        <option key={text} value={index}>
          {text}
        </option>
      ))}
      {isSeveral && <option value={SEVERAL}>{picked.map(({ text }) => text).join(', ') || 'none'}</option>}
    </NativeSelect>
  )
}
