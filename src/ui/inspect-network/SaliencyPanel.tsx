// Where the network looked: the strip under p(z), what it explains and how, and what it comes to in words.

import { Button, NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import type { ErrorReport } from '../../core/errors.ts'
import type { Saliency, SaliencyMethod, SaliencyProgress } from '../../core/saliency.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import type { ZAxis, ZRange } from '../inspect/z-axis.ts'
import classes from './SaliencyPanel.module.css'
import { SaliencyStrip } from './SaliencyStrip.tsx'
import { exactnessText, saliencyNote, saliencyText } from './saliency-text.ts'

interface SaliencyPanelProps extends Pick<InspectSlice, 'method' | 'explained'> {
  /** of the object that is shown, by the chosen method and for the chosen class; `null` until it is known */
  readonly saliency: Saliency | null
  /** of the one that is being computed; `null` where that is not known */
  readonly progress: SaliencyProgress | null
  /** another object has been chosen, or there is no saliency yet */
  readonly isStale: boolean
  readonly error: ErrorReport | null
  /** class that the network gives the object */
  readonly predicted: number
  readonly labels: readonly string[]
  /** whether the probabilities are */
  readonly isCalibrated: boolean
  /** the network takes the estimated redshift too */
  readonly needsRedshift: boolean
  readonly axis: ZAxis
  /** that the posterior shows */
  readonly range: ZRange
  readonly onChange: (patch: Partial<Pick<InspectSlice, 'method' | 'explained'>>) => void
}

const METHODS: readonly { readonly value: SaliencyMethod; readonly label: string }[] = [
  { value: 'gradientTimesInput', label: 'Gradient × input' },
  { value: 'integratedGradients', label: 'Integrated gradients' },
]
const PREDICTED = 'predicted'

/** Strip, controls and sentence. */
export function SaliencyPanel(props: SaliencyPanelProps) {
  const { saliency, progress, isStale, error, method, explained, predicted, labels, axis, range } = props
  const { isCalibrated, needsRedshift, onChange } = props
  const text = useMemo(
    () =>
      saliency === null ? '' : saliencyText(saliency, labels[saliency.classIndex] ?? '', axis, isCalibrated),
    [saliency, labels, axis, isCalibrated],
  )
  const exactness = saliency === null || isStale ? null : exactnessText(saliency)
  return (
    <section aria-label="Saliency" className={classes.saliency} aria-busy={isStale && error === null}>
      <SaliencyStrip values={saliency?.values ?? null} axis={axis} range={range} isFaded={isStale} />
      <div className={classes.controls}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and these are buttons */}
        <div role="group" aria-label="Saliency method" className={classes.methods}>
          {METHODS.map(({ value, label }) => (
            <Button
              key={value}
              variant="default"
              size="xs"
              aria-pressed={value === method}
              onClick={() => onChange({ method: value })}
            >
              {label}
            </Button>
          ))}
        </div>
        <NativeSelect
          size="xs"
          label="Explained class"
          className={classes.explained}
          value={explained === null ? PREDICTED : String(explained)}
          data={[
            { value: PREDICTED, label: `Predicted: ${labels[predicted]}` },
            ...labels.map((label, k) => ({ value: String(k), label })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget
            onChange({ explained: value === PREDICTED ? null : Number(value) })
          }}
        />
        <p className={classes.key}>
          <span>
            <i aria-hidden="true" className={classes.strength} /> how much it counts
          </span>{' '}
          <span>
            <i aria-hidden="true" className={classes.for} /> for the class
          </span>{' '}
          <span>
            <i aria-hidden="true" className={classes.against} /> against it
          </span>
        </p>
      </div>
      {error !== null ? (
        <p role="alert" className={classes.text}>
          {error.message} {error.hint}
        </p>
      ) : (
        <p className={classes.text} data-faded={isStale}>
          {text === '' || isStale ? computingText(progress) : text}
        </p>
      )}
      {exactness !== null && (
        <details className={classes.note}>
          <summary>How exact this is</summary>
          <p className={classes.exactness}>{exactness}</p>
        </details>
      )}
      <p className={classes.note}>{saliencyNote(needsRedshift)}</p>
    </section>
  )
}

function computingText(progress: SaliencyProgress | null): string {
  const done = progress === null ? '' : `: ${progress.done} of ${progress.total} steps`
  return `Saliency is being computed${done}.`
}
