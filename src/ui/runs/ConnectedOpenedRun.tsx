// The bar over an opened run, over the store.

import { RUN_COLOURS } from '../../core/run-record.ts'
import { useActions, useStudio } from '../context.tsx'
import { goToMiddle } from '../shell/middle.ts'
import { OpenedRun } from './OpenedRun.tsx'

/** The bar; nothing while the results show the run of this session. */
export function ConnectedOpenedRun() {
  const record = useStudio(({ runs }) => runs.records.find(({ id }) => id === runs.openedId) ?? null)
  const hasOwn = useStudio(({ run }) => run !== null)
  const isCompared = useStudio(({ runs }) => runs.comparedIds.includes(runs.openedId ?? ''))
  const hasRoom = useStudio(({ runs }) => runs.comparedIds.length < RUN_COLOURS)
  const { closeRun, toggleCompared, showView } = useActions()
  if (record === null) return null
  return (
    <OpenedRun
      record={record}
      hasOwn={hasOwn}
      canCompare={isCompared || hasRoom}
      onClose={() => {
        closeRun()
        goToMiddle()
      }}
      onCompare={() => {
        if (!isCompared) toggleCompared(record.id)
        showView('runs')
        goToMiddle()
      }}
    />
  )
}
