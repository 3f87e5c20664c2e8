// The arguments of `npm run verify`.

import type { CommandSpec } from './arguments.ts'
import { BACKENDS } from './train-options.ts'

/** What `npm run verify` takes. */
export const VERIFY: CommandSpec = {
  name: 'verify',
  summary: 'Compares the engine with what Keras computed, for one fixture folder as reference/ makes them.',
  argument: 'DIR',
  flags: {
    backend: { value: 'NAME', help: `${BACKENDS.join(', ')} (auto)` },
    json: { help: 'one JSON object on standard output' },
    help: { help: 'this text' },
  },
}
