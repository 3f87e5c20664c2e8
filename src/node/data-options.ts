// The arguments of `npm run data`.

import { TARGET_IDS } from '../core/targets.ts'
import type { CommandSpec } from './arguments.ts'
import { COLUMNS_FLAG } from './columns-flag.ts'
import { PREPARATION_FLAGS } from './preparation-flags.ts'

/** What `npm run data` takes. */
export const DATA: CommandSpec = {
  name: 'data',
  summary: 'Reads and checks every data set in a folder: shapes, classes, leaks, values that are not finite.',
  argument: 'DIR',
  flags: {
    target: { value: 'TARGET', help: `${TARGET_IDS.join(', ')}, where no folder names it` },
    columns: COLUMNS_FLAG,
    ...PREPARATION_FLAGS,
    save: {
      value: 'OUT',
      help: 'writes the splits into this folder as the NPY tree that load_processed reads',
    },
    json: { help: 'one JSON object on standard output' },
    help: { help: 'this text' },
  },
}
