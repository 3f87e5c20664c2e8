// A trained network as a file to keep.

import type { SaveModelArguments, TrainedModel } from '../../core/model-card.ts'
import { temper } from '../../core/temper.ts'
import { forAmazed } from './amazed.ts'
import { describeTrained } from './described.ts'
import { writeHdf5Model } from './write-hdf5-model.ts'
import { writeKeras } from './write-keras.ts'

/**
 * The file; the same network and options give the same bytes. Beside the weights it needs memory for one file, and the blobs,
 * which a browser keeps elsewhere: one, and for `keras` two.
 * @throws StudioError `bad-input` for a network that AMAZED could not use, and for options that it could not
 */
export async function encodeModel(
  model: TrainedModel,
  ...[format, options]: SaveModelArguments
): Promise<Blob> {
  const { temperature } = options
  const { card, weights } = temperature === null ? model : temper(model, temperature)
  const saved: TrainedModel = { card: { ...card, origin: 'saved' }, weights }
  switch (format) {
    case 'keras':
      return writeKeras(describeTrained(saved))
    case 'hdf5':
      return writeHdf5Model(describeTrained(saved))
    case 'amazed': {
      const { model: ready, attributes } = forAmazed(saved, options)
      return writeHdf5Model(describeTrained(ready), attributes)
    }
    default:
      return format satisfies never
  }
}
