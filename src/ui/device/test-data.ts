// Device checks for the tests of what is shown of them.

import { MODEL_IDS, type ModelId } from '../../core/models.ts'
import type { DeviceCheck, ModelCheck, QuantityCheck } from './check-text.ts'

/** One quantity; it is within its limit unless `error` exceeds it or is not a number. */
export function quantity(
  name: QuantityCheck['quantity'],
  error: number,
  limit = 1e-5,
  tensor = '',
): QuantityCheck {
  return { quantity: name, tensor, error, limit, ok: error <= limit }
}

/** A network whose errors are all small; `changed` replace those of the same quantity. */
export function modelCheck(model: ModelId, ...changed: readonly QuantityCheck[]): ModelCheck {
  const small = [
    quantity('probabilities', 1.1e-7),
    quantity('loss', 4e-8),
    quantity('gradient', 6.5e-7, 1e-5, 'conv1d/kernel'),
    quantity('adam', 2.5e-6, 1e-3, 'conv1d/bias'),
    quantity('adam rule', 1e-7),
  ]
  const quantities = small.map((one) => changed.find((other) => other.quantity === one.quantity) ?? one)
  return {
    model,
    length: 97,
    keras: '3.15.1',
    quantities,
    problem: null,
    isFit: quantities.every(({ ok }) => ok),
  }
}

/** A network that could not be computed. */
export function brokenModel(model: ModelId, problem: string): ModelCheck {
  return { model, length: 97, keras: '3.15.1', quantities: [], problem, isFit: false }
}

/** A check of all networks; `changed` replace those of the same name. */
export function deviceCheck(...changed: readonly ModelCheck[]): DeviceCheck {
  const models = MODEL_IDS.map((id) => changed.find(({ model }) => model === id) ?? modelCheck(id))
  return {
    backend: 'webgpu',
    adapter: 'NVIDIA ampere',
    models,
    isFit: models.every(({ isFit }) => isFit),
  }
}
