// Rows of a data set as a network was trained to read them, so that a row has one answer, whatever data it lies in.

import type { ModelCard } from '../core/model-card.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { reflooredReader } from '../data/row-reader.ts'

/**
 * A split with -inf read as the floor of the network, where that differs from the data's. Where the network's is not known, a
 * PDF keeps p = 0, and ln p has the floor of the data.
 */
export function rowsForNetwork(
  data: SplitData,
  { floor: ofNetwork, input }: Pick<ModelCard, 'floor' | 'input'>,
  { floor: ofData }: Pick<Dataset, 'floor'>,
): SplitData {
  const floor = ofNetwork ?? (input === 'PDF' ? Number.NEGATIVE_INFINITY : ofData)
  return floor === null || floor === ofData ? data : { ...data, x: reflooredReader(data.x, floor) }
}
