// The region "Objects": every object of the data in use, filtered and sorted.

import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ObjectFilters } from './ObjectFilters.tsx'
import { ObjectTable } from './ObjectTable.tsx'

interface ObjectsPanelProps {
  readonly className?: string | undefined
}

/** Filters and table. */
export function ObjectsPanel({ className }: ObjectsPanelProps) {
  const loaded = useStudio(({ objects }) => objects.loaded)
  const filter = useStudio(({ objects }) => objects.filter)
  const sort = useStudio(({ objects }) => objects.sort)
  const order = useStudio(({ objects }) => objects.order)
  const selected = useStudio(({ objects }) => objects.selected)
  const error = useStudio(({ objects }) => objects.error)
  const scanned = useStudio(({ data }) => data.phase === 'ready')
  const { filterObjects, sortObjects, selectObject } = useActions()
  return (
    <Panel
      name="Objects list"
      title="Objects"
      caption="Choose one to see its posterior; the arrow keys step through them."
      className={className}
    >
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {loaded === null ? (
        error === null && (
          <p>{scanned ? 'Objects are being loaded.' : 'Shown when the posteriors have been read through.'}</p>
        )
      ) : (
        <>
          <ObjectFilters
            columns={loaded.columns}
            filter={filter}
            shown={order.length}
            total={loaded.columns.length}
            onChange={filterObjects}
          />
          <ObjectTable
            columns={loaded.columns}
            order={order}
            sort={sort}
            selected={selected}
            onSort={sortObjects}
            onSelect={selectObject}
          />
        </>
      )}
    </Panel>
  )
}
