// The test at natural prevalence beside the balanced one, which alone looks better than the sky is.

import { formatInteger } from '../../core/format.ts'
import { naturalChoiceText } from '../../core/natural-text.ts'
import { hasEnded, type RunDataset } from '../../core/run.ts'
import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'
import { naturalCaption } from './origin.ts'

/** The region "Confusion matrix natural test"; nothing for a run whose data have no such test. */
export function NaturalMatrixPanel({ className }: { readonly className?: string | undefined }) {
  const natural = useStudio((state) => state.run?.natural ?? null)
  const dataset = useStudio((state) => state.run?.dataset ?? null)
  const bestEpoch = useStudio((state) => state.run?.bestEpoch ?? 0)
  const ended = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  if (dataset === null || dataset.natural === null) return null
  return (
    <Panel
      name="Confusion matrix natural test"
      title="Confusion matrix, natural test"
      caption={natural === null ? rowsText(dataset) : `${naturalCaption(bestEpoch)}: ${rowsText(dataset)}`}
      className={className}
    >
      {natural !== null ? (
        <ConfusionMatrix matrix={natural.matrix} labels={dataset.labels} />
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

function rowsText({ natural, planned }: RunDataset): string {
  const rows = (natural ?? []).reduce((sum, count) => sum + count, 0)
  const choice = planned.natural === null ? '' : `; ${naturalChoiceText(planned.natural)}`
  return `${formatInteger(rows)} rows at natural prevalence${choice}`
}
