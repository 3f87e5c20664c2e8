// "Compared matrices": the confusion matrix of each run, and below it what differs from the baseline's.

import { memo } from 'react'
import type { ComparedRun, TestId } from '../../core/compare/comparison.ts'
import { ConfusionMatrix } from '../results/ConfusionMatrix.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ComparedMatrices.module.css'
import { DifferenceMatrix } from './DifferenceMatrix.tsx'
import { equal } from './equal.ts'
import { RunName } from './RunName.tsx'
import type { RunHead } from './run-heads.ts'
import { ScrollBox } from './ScrollBox.tsx'

/** The matrix of one run. */
export interface MatrixItem extends Pick<ComparedRun, 'matrix' | 'difference'> {
  readonly head: RunHead
  readonly isUnderWay: boolean
}

interface ComparedMatricesProps {
  /** the baseline first */
  readonly items: readonly MatrixItem[]
  readonly labels: readonly string[]
  readonly test: TestId
}

/** Differences of fewer percentage points than this are never drawn in the strongest colour. */
const LEAST_STRONG_POINTS = 1

/** The region "Compared matrices". */
export const ComparedMatrices = memo(function ComparedMatrices({
  items,
  labels,
  test,
}: ComparedMatricesProps) {
  const baseline = items[0]!.head
  const points = items.flatMap(({ difference }) => difference?.points.flat().map(Math.abs) ?? [])
  const most = Math.max(LEAST_STRONG_POINTS, ...points)
  return (
    <Panel
      name="Compared matrices"
      title={`Compared matrices, ${test === 'test' ? 'test' : 'natural test'}`}
      caption="Difference: percentage points of the row over counts. Blue is higher than the baseline, orange lower."
    >
      <ScrollBox name="Compared matrices, side by side">
        <ul className={classes.grid} data-classes={labels.length}>
          {items.map((item) => (
            <MatrixCard key={item.head.id} {...item} {...{ baseline, labels, test, most }} />
          ))}
        </ul>
      </ScrollBox>
    </Panel>
  )
}, equal)

interface MatrixCardProps extends MatrixItem {
  readonly baseline: RunHead
  readonly labels: readonly string[]
  readonly test: TestId
  readonly most: number
}

const MatrixCard = memo(function MatrixCard(props: MatrixCardProps) {
  const { head, baseline, matrix, difference, isUnderWay, labels, test, most } = props
  return (
    <li className={classes.card}>
      <h3 className={classes.name}>
        <RunName head={head} number={head.number} />
        {head.id === baseline.id && <span className={classes.mark}>baseline</span>}
      </h3>
      {matrix === null ? (
        <p className={classes.none}>{whyNone(isUnderWay, test)}</p>
      ) : (
        <ConfusionMatrix matrix={matrix} labels={labels} />
      )}
      {difference !== null && (
        <>
          <p className={classes.difference}>
            Difference to <b>{baseline.number}</b>
          </p>
          <DifferenceMatrix name={head.name} baseline={baseline.name} {...{ labels, difference, most }} />
        </>
      )}
    </li>
  )
}, equal)

function whyNone(isUnderWay: boolean, test: TestId): string {
  if (isUnderWay) return 'Counted once the run has ended.'
  return test === 'natural' ? 'This run has no natural test.' : 'The report has no matrix of test.'
}
