// The network in use as a file, for this page, for Keras and for AMAZED.

import { Button } from '@mantine/core'
import { useId } from 'react'
import type { KerasFormat, ModelCard } from '../../core/model-card.ts'
import { useActions, useStudio } from '../context.tsx'
import { AmazedFile } from './AmazedFile.tsx'
import classes from './Apply.module.css'
import { calibrationText } from './save-text.ts'

const FORMATS: readonly { readonly format: KerasFormat; readonly name: string; readonly text: string }[] = [
  {
    format: 'keras',
    name: 'Save network (.keras)',
    text: 'Keras 3 loads it, and so does this page, with all that is known of it.',
  },
  {
    format: 'hdf5',
    name: 'Keras HDF5 (.h5)',
    text: 'The older format of Keras, which Keras 3 and this page load as well.',
  },
]

/** One button for each format. */
export function SaveNetwork({ card }: { readonly card: ModelCard }) {
  const titleId = useId()
  const saving = useStudio(({ network }) => network.saving)
  const busy = useStudio(({ network }) => network.saving !== null || network.loading)
  const calibration = useStudio((state) => calibrationText(card, state))
  const { saveModel } = useActions()
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and its legend cannot be laid out */}
      <div role="group" aria-labelledby={titleId} className={classes.save}>
        <h3 id={titleId} className={classes.heading}>
          Save
        </h3>
        {FORMATS.map(({ format, name, text }) => (
          <div key={format} className={classes.format}>
            <Button
              variant="default"
              size="xs"
              className={classes.button}
              aria-disabled={busy}
              data-disabled={busy}
              onClick={() => !busy && saveModel(format)}
            >
              {name}
            </Button>
            <p className={classes.note}>{text}</p>
          </div>
        ))}
        <p className={classes.note}>{calibration}</p>
        <p aria-live="polite" className={classes.note}>
          {saving !== null && 'Making the file.'}
        </p>
      </div>
      <AmazedFile card={card} busy={busy} />
    </>
  )
}
