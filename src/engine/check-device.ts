// "Check this device": the built-in Keras fixtures on one backend, model by model.

import type { BackendId } from '../core/run.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import type { Device } from './device.ts'
import type { DeviceCheck, ModelCheck } from './types.ts'
import { verifyFixture, worstOf } from './verify.ts'

/**
 * Computes every fixture on the opened device. What the device reports on the way makes its model unfit.
 * @param onModel called after each model
 */
export async function checkDevice(
  device: Device,
  fixtures: readonly KerasFixture[],
  onModel: (check: ModelCheck) => void = () => {},
): Promise<DeviceCheck> {
  const models: ModelCheck[] = []
  for (const fixture of fixtures) {
    const check = await checkModel(device, fixture)
    models.push(check)
    onModel(check)
  }
  const backend: BackendId = device.backend
  return { backend, adapter: device.adapter, models, isFit: models.every(({ isFit }) => isFit) }
}

async function checkModel(device: Device, fixture: KerasFixture): Promise<ModelCheck> {
  const { model, length, keras } = fixture
  try {
    const quantities = worstOf(await verifyFixture(fixture))
    device.check()
    return { model, length, keras, quantities, problem: null, isFit: quantities.every(({ ok }) => ok) }
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown)
    return { model, length, keras, quantities: [], problem, isFit: false }
  }
}
