// Which column of a table, or which file of one array, holds what: told by names, and here by the visitor where names do not tell.

import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { COLUMN_ROLES, type ColumnMapping, choiceProblem } from '../../core/column-roles.ts'
import type { Discovery } from '../../core/dataset-report.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import classes from './ColumnChoice.module.css'
import { asksForColumns, byNameText, columnOptions, withColumn } from './column-text.ts'

interface ColumnChoiceProps {
  readonly discovery: Discovery
  /** in use */
  readonly columns: ColumnMapping
  /** whether a run holds the choice */
  readonly disabled: boolean
  readonly onUse: (columns: ColumnMapping) => void
}

/** "Columns", which opens by itself where a finding asks for it; nothing where there is neither a table nor an unclear array. */
export function ColumnChoice({ discovery, columns, disabled, onUse }: ColumnChoiceProps) {
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [draft, setDraft] = useState(columns)
  const { tables } = discovery
  if (tables.length === 0) return null
  const open = wanted ?? asksForColumns(discovery)
  const problem = choiceProblem(draft)
  return (
    <Disclosure title="Columns" open={open} onToggle={() => setWanted(!open)}>
      <p className={classes.hint}>
        X holds ln p(z). The class comes from label, or else from deltaZ, status or flag: columns of their
        own, or of the table attributes, as in attributes32.npy.
      </p>
      <div className={classes.roles}>
        {COLUMN_ROLES.map((role) => (
          <NativeSelect
            key={role}
            size="xs"
            label={`Column for ${role}`}
            value={draft[role] ?? ''}
            disabled={disabled}
            onChange={(event) => setDraft(withColumn(draft, role, event.currentTarget.value))}
          >
            <option value="">{byNameText(role, tables, columns)}</option>
            {columnOptions(tables).map(({ name, text }) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </NativeSelect>
        ))}
      </div>
      <p aria-live="polite" className={classes.problem}>
        {problem}
      </p>
      <Button
        variant="default"
        size="xs"
        disabled={disabled || problem !== ''}
        onClick={() => {
          // it stays open, so that the button keeps the focus and the choice can be seen
          setWanted(true)
          onUse(draft)
        }}
      >
        Use these columns
      </Button>
    </Disclosure>
  )
}
