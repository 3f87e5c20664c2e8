// Where the network looked: the strip under p(z), what it explains and how, and what it comes to in words.

import { Button, NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import type { ErrorReport } from '../../core/errors.ts'
import type { Saliency, SaliencyMethod } from '../../core/saliency.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import type { ZAxis, ZRange } from '../inspect/z-axis.ts'
import classes from './SaliencyPanel.module.css'
import { SaliencyStrip } from './SaliencyStrip.tsx'
import { saliencyNote, saliencyText } from './saliency-text.ts'

interface SaliencyPanelProps extends Pick<InspectSlice, 'method' | 'explained'> {
  /** `null` before the first one is known */
  readonly saliency: Saliency | null
  /** it belongs to another object, class or method, and the one that is asked for is being computed */
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
  const { saliency, isStale, error, method, explained, predicted, labels, axis, range } = props
  const { isCalibrated, needsRedshift, onChange } = props
  // what belongs to something else must not stay beside a message that there is nothing
  const shown = isStale && error !== null ? null : saliency
  const text = useMemo(
    () => (shown === null ? '' : saliencyText(shown, labels[shown.classIndex] ?? '', axis, isCalibrated)),
    [shown, labels, axis, isCalibrated],
  )
  return (
    <section aria-label="Saliency" className={classes.saliency} aria-busy={isStale && error === null}>
      <SaliencyStrip values={shown?.values ?? null} axis={axis} range={range} isFaded={isStale} />
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
          <span aria-hidden="true" className={classes.for} /> speaks for the class{' '}
          <span aria-hidden="true" className={classes.against} /> speaks against it
        </p>
      </div>
      {error !== null ? (
        <p role="alert" className={classes.text}>
          {error.message} {error.hint}
        </p>
      ) : (
        <p className={classes.text} data-faded={isStale}>
          {text === '' || isStale ? 'Saliency is being computed.' : text}
        </p>
      )}
      <p className={classes.note}>{saliencyNote(needsRedshift)}</p>
    </section>
  )
}
