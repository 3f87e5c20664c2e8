// New labels, with the store behind them.

import type { ReflagKey } from '../../core/reflag-keys.ts'
import { useActions, useStudio } from '../context.tsx'
import { titleOf } from '../inspect/object-facts.ts'
import { Notice } from '../shell/Notice.tsx'
import { ReflagBar } from './ReflagBar.tsx'
import { useReflagNews } from './use-reflag-news.ts'

interface ReflaggingProps {
  readonly keys: readonly ReflagKey[]
  readonly labels: readonly string[]
}

/** The bar, and a notice where the browser keeps no decisions. */
export function Reflagging({ keys, labels }: ReflaggingProps) {
  const reflags = useStudio(({ inspect }) => inspect.reflags)
  const undo = useStudio(({ inspect }) => inspect.undo)
  const selected = useStudio(({ inspect }) => inspect.selected)
  const storageError = useStudio(({ inspect }) => inspect.storageError)
  const columns = useStudio(({ objects }) => objects.loaded?.columns ?? null)
  const { reflag, undoReflag, exportReflags } = useActions()
  const news = useReflagNews(reflags, undo, labels, (object) =>
    columns === null ? 'the object' : titleOf(columns, object),
  )
  return (
    <>
      {storageError !== null && (
        <Notice severity="warning" title={storageError.message}>
          {storageError.hint !== '' && <p>{storageError.hint}</p>}
        </Notice>
      )}
      <ReflagBar
        keys={keys}
        decision={reflags.find(({ object }) => object === selected) ?? null}
        hasObject={selected !== null}
        count={reflags.length}
        canUndo={undo.length > 0}
        news={news}
        onFlag={({ newLabel, newFlag }) => reflag({ newLabel, newFlag })}
        onUndo={undoReflag}
        onExport={exportReflags}
      />
    </>
  )
}
