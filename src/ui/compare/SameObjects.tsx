// "Same objects (McNemar)": on how many objects only one of two runs is right, and what that says.

import { memo } from 'react'
import type { ComparedRun } from '../../core/compare/comparison.ts'
import { formatInteger } from '../../core/format.ts'
import { pText } from '../../core/statistics/p-text.ts'
import { Panel } from '../shell/Panel.tsx'
import shared from './CompareTable.module.css'
import { equal } from './equal.ts'
import { P_NOTE, verdictText } from './mcnemar-text.ts'
import { RunName } from './RunName.tsx'
import type { RunHead } from './run-heads.ts'
import classes from './SameObjects.module.css'
import { ScrollBox } from './ScrollBox.tsx'

/** One run against the baseline. */
export interface McNemarItem extends Pick<ComparedRun, 'mcnemar' | 'withoutMcNemar'> {
  readonly head: RunHead
}

interface SameObjectsProps {
  readonly baseline: RunHead
  /** the others */
  readonly items: readonly McNemarItem[]
}

/** The region "Same objects (McNemar)". */
export const SameObjects = memo(function SameObjects({ baseline, items }: SameObjectsProps) {
  const isTested = items.some(({ mcnemar }) => mcnemar !== null)
  return (
    <Panel
      name="Same objects (McNemar)"
      caption={
        <>
          McNemar&rsquo;s exact test of each run against the baseline, {baseline.name}, on the same rows.
          Holm&rsquo;s p allows for the number of runs that are tested.
        </>
      }
    >
      {isTested ? <Tests items={items} /> : <Reasons items={items} />}
    </Panel>
  )
}, equal)

function Tests({ items }: { readonly items: readonly McNemarItem[] }) {
  return (
    <>
      <ScrollBox name="Same objects (McNemar), table">
        <table className={`${shared.table} ${classes.table}`}>
          <caption className={shared.caption}>McNemar&rsquo;s test, one row per run</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">only baseline right</th>
              <th scope="col">only this right</th>
              <th scope="col">both right</th>
              <th scope="col">both wrong</th>
              <th scope="col">p, exact</th>
              <th scope="col">p, after Holm</th>
              <th scope="col">In words</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.head.id}>
                <th scope="row">
                  <RunName head={item.head} number={item.head.number} />
                </th>
                <TestCells {...item} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className={shared.note}>{P_NOTE}</p>
    </>
  )
}

/** Each reason once: where the baseline lacks its rows it is the same for all. */
function Reasons({ items }: { readonly items: readonly McNemarItem[] }) {
  const reasons = new Set(items.map(({ withoutMcNemar }) => withoutMcNemar))
  return [...reasons].map((reason) => (
    <p key={reason} className={classes.none}>
      {reason}
    </p>
  ))
}

function TestCells({ mcnemar, withoutMcNemar }: McNemarItem) {
  if (mcnemar === null) {
    return (
      <td colSpan={7} className={classes.reason}>
        {withoutMcNemar}
      </td>
    )
  }
  const { onlyBaseline, onlyOther, bothRight, bothWrong, p, holm } = mcnemar
  return (
    <>
      <td>{formatInteger(onlyBaseline)}</td>
      <td>{formatInteger(onlyOther)}</td>
      <td>{formatInteger(bothRight)}</td>
      <td>{formatInteger(bothWrong)}</td>
      <td className={classes.p}>{pText(p)}</td>
      <td className={classes.p}>{pText(holm)}</td>
      <td className={classes.words}>{verdictText(mcnemar)}</td>
    </>
  )
}
