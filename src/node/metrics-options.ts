// The arguments of `npm run metrics`.

import type { CommandSpec } from './arguments.ts'

/** What `npm run metrics` takes. */
export const METRICS: CommandSpec = {
  name: 'metrics',
  summary:
    "Reads a report, this studio's JSON or LAM-Redshift's .npy, and prints accuracy, classes and best epoch.",
  argument: 'REPORT',
  flags: {
    json: { help: 'one JSON object on standard output' },
    help: { help: 'this text' },
  },
}
