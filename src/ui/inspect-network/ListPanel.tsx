// The region "Inspected list": which objects are looked at, most confident first.

import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import type { RunPredictions } from '../../core/predictions.ts'
import { largestMistake } from '../../core/split-matrix.ts'
import { listInView } from '../../store/inspected.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { openedText, otherDataText } from '../trust/need-text.ts'
import { networkText } from '../trust/trust-text.ts'
import { CellChoice } from './CellChoice.tsx'
import { InspectedTable } from './InspectedTable.tsx'
import { cellText, emptyListText, objectsText } from './inspected-text.ts'
import classes from './ListPanel.module.css'
import { QueueChoice } from './QueueChoice.tsx'

const LISTS = [
  { value: 'cell', label: 'Confusion cell' },
  { value: 'disagreements', label: 'Disagreements' },
]

interface ListPanelProps {
  readonly predictions: RunPredictions
}

/** What is listed, and the list. */
export function ListPanel({ predictions }: ListPanelProps) {
  const list = useStudio(({ inspect }) => inspect.list)
  const cell = useStudio(({ inspect }) => inspect.cell)
  const queueSplit = useStudio(({ inspect }) => inspect.queueSplit)
  const confidence = useStudio(({ inspect }) => inspect.confidence)
  const selected = useStudio(({ inspect }) => inspect.selected)
  const reflags = useStudio(({ inspect }) => inspect.reflags)
  const columns = useStudio(({ objects }) => objects.loaded?.columns ?? null)
  const rows = useStudio(listInView)
  const other = useStudio((state) => otherDataText(predictions.card, state))
  const opened = useStudio(openedText)
  const { inspectCell, showDisagreements, inspectObject } = useActions()
  const { labels } = predictions.card
  const decisions = useMemo(() => new Map(reflags.map((reflag) => [reflag.object, reflag])), [reflags])
  const decided = useMemo(() => rows.filter(({ object }) => decisions.has(object)).length, [rows, decisions])

  function showList(next: string): void {
    const other = cell ?? largestMistake(predictions)
    if (next === 'disagreements') showDisagreements()
    else if (other !== null) inspectCell(other)
  }

  return (
    <Panel name="Inspected list" title="Single objects" caption={networkText(predictions.card)}>
      <div className={classes.panel}>
        {opened !== null && <Notice severity="info" title={opened} />}
        {other !== null && <Notice severity="warning" title={other} />}
        <SegmentedControl
          aria-label="Listed"
          size="xs"
          className={classes.switch}
          data={LISTS}
          value={list}
          onChange={showList}
        />
        {list === 'cell' ? (
          <>
            <CellChoice predictions={predictions} cell={cell} onCell={inspectCell} />
            {cell !== null && (
              <p aria-live="polite" className={classes.count}>
                {cellText(cell, labels)}, {objectsText(rows.length)}
              </p>
            )}
          </>
        ) : (
          <QueueChoice
            splits={predictions.splits}
            queueSplit={queueSplit}
            confidence={confidence}
            listed={rows.length}
            decided={decided}
            onChange={showDisagreements}
          />
        )}
        <InspectedTable
          list={list}
          rows={rows}
          columns={columns}
          labels={labels}
          selected={selected}
          decisions={decisions}
          empty={emptyListText({ list, cell, confidence }, labels)}
          onSelect={inspectObject}
        />
      </div>
    </Panel>
  )
}
