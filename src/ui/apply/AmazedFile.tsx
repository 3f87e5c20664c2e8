// A file for AMAZED: what it compares with its own parameters, and which class is the failure.

import { Button, NativeSelect } from '@mantine/core'
import { useId, useState } from 'react'
import { amazedRange, checkForAmazed, failureClassOf } from '../../core/amazed.ts'
import type { AmazedRange, ModelCard } from '../../core/model-card.ts'
import { useActions } from '../context.tsx'
import { NumberField } from '../train/NumberField.tsx'
import classes from './Apply.module.css'

interface AmazedFileProps {
  readonly card: ModelCard
  /** presses do nothing meanwhile; the button keeps the focus */
  readonly busy: boolean
}

/** Fields and "AMAZED (.h5)"; where AMAZED could not use the network, why. */
export function AmazedFile({ card, busy }: AmazedFileProps) {
  const titleId = useId()
  const check = checkForAmazed(card)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and its legend cannot be laid out
    <div role="group" aria-labelledby={titleId} className={classes.save}>
      <h3 id={titleId} className={classes.heading}>
        For AMAZED's deepLearningSolver
      </h3>
      {check.isUsable ? (
        <AmazedFields card={card} range={amazedRange(check.zgrid)} busy={busy} />
      ) : (
        <p className={classes.note}>
          {check.message} {check.hint}
        </p>
      )}
    </div>
  )
}

const MOST_REDSHIFT = 100

function AmazedFields({ card, range: own, busy }: AmazedFileProps & { readonly range: AmazedRange }) {
  const [range, setRange] = useState(own)
  const [failureClass, setFailureClass] = useState(() => failureClassOf(card))
  const { saveModel } = useActions()
  const isEmpty = range.min >= range.max
  const isBarred = busy || isEmpty
  return (
    <>
      <div className={classes.fields}>
        <NumberField
          label="z min"
          value={range.min}
          min={0}
          max={MOST_REDSHIFT}
          step={0.01}
          onCommit={(min) => setRange({ ...range, min })}
        />
        <NumberField
          label="z max"
          value={range.max}
          min={0}
          max={MOST_REDSHIFT}
          step={0.01}
          onCommit={(max) => setRange({ ...range, max })}
        />
        <NumberField
          label="z step"
          value={range.step}
          min={1e-9}
          max={1}
          step={1e-4}
          onCommit={(step) => setRange({ ...range, step })}
        />
        <NativeSelect
          size="xs"
          label="Failure class"
          value={String(failureClass)}
          onChange={(event) => setFailureClass(Number(event.currentTarget.value))}
        >
          {card.labels.map((label, k) => (
            <option key={label} value={k}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </div>
      <p className={classes.note}>
        {isEmpty
          ? 'z min must be below z max.'
          : 'AMAZED compares these numbers for equality with its own parameters, and the step is in ln(1+z). In the file the failure class comes first.'}
      </p>
      <Button
        variant="default"
        size="xs"
        className={classes.button}
        aria-disabled={isBarred}
        data-disabled={isBarred}
        onClick={() => !isBarred && saveModel('amazed', { range, failureClass })}
      >
        AMAZED (.h5)
      </Button>
    </>
  )
}
