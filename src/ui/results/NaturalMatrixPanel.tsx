// The test at natural prevalence beside the balanced one, which alone looks better than the sky is.

import { formatInteger } from '../../core/format.ts'
import { naturalChoiceText } from '../../core/natural-text.ts'
import type { NaturalView } from '../../core/run-view.ts'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ClosedCells } from './ClosedCells.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'
import { naturalCaption } from './origin.ts'
import { useCellsOf } from './use-cells-of.ts'
import { useRunView } from './use-run-view.ts'

/** The region "Confusion matrix natural test"; nothing for a run whose data have no such test. */
export function NaturalMatrixPanel({ className }: { readonly className?: string | undefined }) {
  const matrix = useRunView((view) => view.natural?.matrix ?? null)
  const counts = useRunView((view) => view.natural?.counts ?? null)
  const left = useRunView((view) => view.natural?.left ?? null)
  const labels = useRunView((view) => view.labels)
  const bestEpoch = useRunView((view) => view.bestEpoch) ?? 0
  const ended = useRunView((view) => view.ended) ?? false
  const onCell = useCellsOf('natural', matrix)
  if (counts === null || labels === null) return null
  return (
    <Panel
      name="Confusion matrix natural test"
      title="Confusion matrix, natural test"
      caption={
        matrix === null ? rowsText(counts, left) : `${naturalCaption(bestEpoch)}: ${rowsText(counts, left)}`
      }
      className={className}
    >
      {matrix !== null ? (
        <>
          <ConfusionMatrix matrix={matrix} labels={labels} onCell={onCell} />
          {onCell === undefined && <ClosedCells />}
        </>
      ) : (
        <Empty sketch="matrix">
          {ended
            ? 'The run ended before these rows were evaluated.'
            : 'Fills once training has ended, with the best weights.'}
        </Empty>
      )}
    </Panel>
  )
}

function rowsText(counts: NaturalView['counts'], left: NaturalView['left']): string {
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const choice = left === null ? '' : `; ${naturalChoiceText(left)}`
  return `${formatInteger(rows)} rows at natural prevalence${choice}`
}
