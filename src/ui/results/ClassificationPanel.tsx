// "Classification report" of the second matrix: validation while training, test at the end.

import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ClassificationTable } from './ClassificationTable.tsx'
import { originCaption } from './origin.ts'

/** The region "Classification report". */
export function ClassificationPanel({ className }: { readonly className?: string | undefined }) {
  const labelled = useStudio((state) => state.run?.test ?? null)
  const dataset = useStudio((state) => state.run?.dataset ?? null)
  const lastEpoch = useStudio((state) => state.run?.history.loss.length ?? 0)
  const bestEpoch = useStudio((state) => state.run?.bestEpoch ?? 0)
  const known = labelled !== null && dataset !== null
  return (
    <Panel
      name="Classification report"
      letter="d"
      caption={known ? originCaption(labelled.origin, lastEpoch, bestEpoch) : undefined}
      className={className}
    >
      {known ? (
        <ClassificationTable matrix={labelled.matrix} labels={dataset.labels} />
      ) : (
        <Empty sketch="table">Precision, recall, f1-score and support of each class.</Empty>
      )}
    </Panel>
  )
}
