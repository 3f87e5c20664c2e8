// Settings of the compared runs: those that differ, and on request those that do not.

import { memo, useState } from 'react'
import type { Comparison, SettingRow } from '../../core/compare/comparison.ts'
import { UNKNOWN } from '../../core/compare/settings-table.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Panel } from '../shell/Panel.tsx'
import shared from './CompareTable.module.css'
import classes from './DifferingSettings.module.css'
import { equal } from './equal.ts'
import { RunColumns } from './RunColumns.tsx'
import type { RunHead } from './run-heads.ts'
import { ScrollBox } from './ScrollBox.tsx'

interface DifferingSettingsProps {
  /** of the compared runs, the baseline first */
  readonly heads: readonly RunHead[]
  readonly settings: Comparison['settings']
}

/** The region "Settings that differ". */
export const DifferingSettings = memo(function DifferingSettings({
  heads,
  settings: { different, same },
}: DifferingSettingsProps) {
  const [open, setOpen] = useState(false)
  return (
    <Panel name="Settings that differ" caption="Bold: other than the baseline's.">
      {different.length === 0 ? (
        <p className={classes.none}>No setting differs.</p>
      ) : (
        <ScrollBox name="Settings that differ, table">
          <table className={shared.table}>
            <caption className={shared.caption}>Settings that differ, one column per run</caption>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                <RunColumns heads={heads} />
              </tr>
            </thead>
            <tbody>
              {different.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  {row.values.map((value, index) => (
                    <Value key={heads[index]!.id} value={value} differs={value !== row.values[0]} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {same.length > 0 && (
        <div className={classes.all}>
          <Disclosure title="All settings" open={open} onToggle={() => setOpen(!open)}>
            <SharedSettings rows={same} />
          </Disclosure>
        </div>
      )}
    </Panel>
  )
}, equal)

function Value({ value, differs }: { readonly value: string; readonly differs: boolean }) {
  if (value === UNKNOWN) return <td className={shared.unknown}>{value}</td>
  return <td>{differs ? <strong className={classes.differs}>{value}</strong> : value}</td>
}

function SharedSettings({ rows }: { readonly rows: readonly SettingRow[] }) {
  return (
    <table className={`${shared.table} ${classes.same}`}>
      <caption className={shared.caption}>Settings that all runs share</caption>
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">all runs</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <Value value={values[0]!} differs={false} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
