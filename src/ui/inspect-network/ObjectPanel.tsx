// The region "Inspected object": p(z) of the object that was chosen, what network and control say of it, and where the
// network looked.

import { useMemo } from 'react'
import { MODEL_SPECS } from '../../core/models.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import type { RunPredictions } from '../../core/predictions.ts'
import type { ReflagKey } from '../../core/reflag-keys.ts'
import { rowInView } from '../../store/inspected.ts'
import { controlProbabilitiesOf, temperatureInUse } from '../../store/probabilities.ts'
import { useActions, useStudio } from '../context.tsx'
import { factsOf, titleOf } from '../inspect/object-facts.ts'
import awaited from '../inspect/PosteriorPanel.module.css'
import { PosteriorViewer } from '../inspect/PosteriorViewer.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ObjectPanel.module.css'
import { ProbabilityTable } from './ProbabilityTable.tsx'
import { Reflagging } from './Reflagging.tsx'
import { SaliencyPanel } from './SaliencyPanel.tsx'

interface ObjectPanelProps {
  readonly predictions: RunPredictions
  /** that give labels; none where the list is not that of disagreements */
  readonly keys: readonly ReflagKey[]
}

/** The object, with new labels above it where labels are doubted. */
export function ObjectPanel({ predictions, keys }: ObjectPanelProps) {
  const error = useStudio(({ inspect }) => inspect.error)
  const selected = useStudio(({ inspect }) => inspect.selected)
  // the list says what to choose first
  const isUnchosen = useStudio(({ inspect: { list, cell } }) => list === 'cell' && cell === null)
  const isLoaded = useStudio(({ objects }) => objects.loaded !== null)
  const isAwaited = useStudio(
    ({ inspect: { posterior } }) => posterior !== null && selected !== null && posterior.object !== selected,
  )
  return (
    <Panel
      name="Inspected object"
      title="Object"
      aside={
        isAwaited && (
          <span key={selected} className={awaited.awaited}>
            Reading the next one
          </span>
        )
      }
    >
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {keys.length > 0 && <Reflagging keys={keys} labels={predictions.card.labels} />}
      {selected === null ? (
        <p className={classes.none}>{isUnchosen ? 'No object yet.' : 'Choose an object in the list.'}</p>
      ) : isLoaded ? (
        <Viewer predictions={predictions} selected={selected} />
      ) : (
        <p className={classes.none}>Objects are being loaded.</p>
      )}
    </Panel>
  )
}

interface ViewerProps {
  readonly predictions: RunPredictions
  readonly selected: number
}

function Viewer({ predictions, selected }: ViewerProps) {
  const loaded = useStudio(({ objects }) => objects.loaded)
  const posterior = useStudio(({ inspect }) => inspect.posterior)
  const row = useShownRow()
  const control = useStudio((state) => (row === null ? null : controlProbabilitiesOf(state, row.split)))
  const temperature = useStudio(temperatureInUse)
  const saliency = useStudio(({ inspect }) => inspect.saliency)
  const saliencyProgress = useStudio(({ inspect }) => inspect.saliencyProgress)
  const saliencyError = useStudio(({ inspect }) => inspect.saliencyError)
  const method = useStudio(({ inspect }) => inspect.method)
  const explained = useStudio(({ inspect }) => inspect.explained)
  const { stepInspected, setSaliency } = useActions()
  const object = row?.object ?? selected
  const facts = useMemo(() => (loaded === null ? [] : factsBeside(loaded.columns, object)), [loaded, object])
  if (loaded === null) return null
  const { labels } = predictions.card
  const classCount = labels.length
  const redshift = loaded.columns.redshift[object] ?? Number.NaN
  // a strip of another object, method or class would be read as one of these
  const isAnswer =
    saliency?.object === object &&
    saliency.method === method &&
    saliency.classIndex === (explained ?? row?.predicted)
  return (
    <PosteriorViewer
      lnP={posterior?.lnP ?? null}
      zgrid={loaded.zgrid}
      title={titleOf(loaded.columns, object)}
      facts={facts}
      redshift={Number.isFinite(redshift) ? redshift : null}
      onStep={stepInspected}
      intro={
        row !== null && (
          <ProbabilityTable
            row={row}
            control={
              control === null
                ? null
                : [...control.subarray(row.row * classCount, (row.row + 1) * classCount)]
            }
            hasControl={predictions.control !== null}
            labels={labels}
            temperature={temperature}
          />
        )
      }
      under={(axis, range) =>
        row !== null && (
          <SaliencyPanel
            saliency={isAnswer ? saliency : null}
            progress={saliencyProgress}
            isStale={!isAnswer || object !== selected}
            error={saliencyError}
            method={method}
            explained={explained}
            predicted={row.predicted}
            labels={labels}
            isCalibrated={temperature !== null}
            needsRedshift={MODEL_SPECS[predictions.card.model].needsRedshift}
            axis={axis}
            range={range}
            onChange={setSaliency}
          />
        )
      }
    />
  )
}

/** Facts of an object but for its redshift: drawing and legend say it. */
function factsBeside(columns: ObjectColumns, object: number) {
  return factsOf(columns, object).filter(({ term }) => term !== 'Redshift')
}

/** Until the next posterior is read the object before it stays in sight: nothing flickers while somebody steps through. */
function useShownRow() {
  const network = useStudio((state) => state.network)
  const trust = useStudio((state) => state.trust)
  const inspect = useStudio((state) => state.inspect)
  const selected = inspect.posterior?.object ?? inspect.selected
  return useMemo(
    () => rowInView({ network, trust, inspect: { ...inspect, selected } }),
    [network, trust, inspect, selected],
  )
}
