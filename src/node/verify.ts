// `npm run verify`: the engine against one folder of Keras' results.

import type { BackendId } from '../core/run.ts'
import { readFixture } from '../data/keras-fixture.ts'
import { openDevice } from '../engine/device.ts'
import type { QuantityCheck } from '../engine/types.ts'
import { verifyFixture, worstOf } from '../engine/verify.ts'
import { type Arguments, choiceFlag, requiredArgument } from './arguments.ts'
import type { Console } from './console.ts'
import { EXIT } from './exit-codes.ts'
import { openFolder } from './folder.ts'
import { nodeEnvironment } from './node-environment.ts'
import { BACKENDS } from './train-options.ts'
import { VERIFY } from './verify-options.ts'

/** The JSON of `npm run verify`. */
export interface Verification {
  readonly folder: string
  readonly model: string
  readonly length: number
  /** version of Keras */
  readonly keras: string
  readonly backend: BackendId
  readonly adapter: string
  readonly ok: boolean
  /** the worst tensor of each quantity */
  readonly quantities: readonly QuantityCheck[]
  /** every tensor */
  readonly tensors: readonly QuantityCheck[]
}

/**
 * Checks one fixture folder.
 * @returns 0, or 1 if an error is over its limit
 * @throws StudioError `bad-input` if the folder cannot be read, `device` if the backend fails
 */
export async function verify(args: Arguments, console: Console): Promise<number> {
  const path = requiredArgument(VERIFY, args)
  const backend = choiceFlag(args, 'backend', BACKENDS) ?? 'auto'
  const folder = await openFolder(path, console.workingFolder)
  try {
    const fixture = await readFixture(
      new Map(folder.sources.map((source) => [withoutFirst(source.name), source])),
    )
    const device = await openDevice(backend, await nodeEnvironment(backend))
    const tensors = await verifyFixture(fixture)
    device.check()
    const { model, length, keras } = fixture
    const verification: Verification = {
      folder: path,
      model,
      length,
      keras,
      backend: device.backend,
      adapter: device.adapter,
      ok: tensors.every(({ ok }) => ok),
      quantities: worstOf(tensors),
      tensors,
    }
    if (args.flags.has('json')) console.print(JSON.stringify(verification, null, 2))
    else for (const line of verificationText(verification)) console.print(line)
    return verification.ok ? EXIT.ok : EXIT.problem
  } finally {
    await folder.close()
  }
}

/** A path inside the folder: its own name, which comes first, goes. */
function withoutFirst(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

function verificationText({ model, length, keras, backend, adapter, quantities }: Verification): string[] {
  return [
    `${model} at length ${length}, Keras ${keras}, on ${backend}: ${adapter}`,
    ...quantities.map(({ quantity, tensor, error, limit, ok }) =>
      [
        quantity.padEnd(13),
        `error ${error.toExponential(2)}`,
        `limit ${limit.toExponential(0)}`,
        ok ? 'ok' : 'OVER',
        tensor,
      ]
        .join('  ')
        .trimEnd(),
    ),
  ]
}
