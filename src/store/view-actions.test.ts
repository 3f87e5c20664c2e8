import { expect, test } from 'vitest'
import { CARD, PREDICTIONS } from './network.fixture.ts'
import { NO_NETWORK } from './network-state.ts'
import { plan, report } from './test-data.ts'
import { studioWith, type TestStudio } from './test-engine.ts'

/** A page whose network says something of the data in use, and whose cell of a matrix has an object. */
async function page(): Promise<TestStudio> {
  const shown = await studioWith(report('data'), plan(2))
  shown.studio.store.setState(({ inspect }) => ({
    network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS },
    inspect: { ...inspect, cell: { split: 'validation', truth: 0, predicted: 0 } },
  }))
  return shown
}

test.each([
  ['training', 0, 0],
  ['trust', 0, 0],
  ['apply', 0, 0],
  ['runs', 0, 0],
  ['data', 1, 0],
  // the facts of the objects, and the posterior of the first
  ['inspect', 1, 1],
] as const)(
  'the view %s asks %d times for objects, and %d times for posteriors',
  async (view, objects, posteriors) => {
    const { studio, actions, calls } = await page()
    actions.showView(view)
    expect(studio.store.getState().view).toBe(view)
    expect([calls.objects.length, calls.posteriors.length]).toEqual([objects, posteriors])
  },
)
