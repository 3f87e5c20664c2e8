// `npm run data`: what a folder holds and what is wrong with it, without training.

import { TARGET_IDS } from '../core/targets.ts'
import { type Arguments, choiceFlag, requiredArgument } from './arguments.ts'
import { columnsFlag } from './columns-flag.ts'
import type { Console } from './console.ts'
import { DATA } from './data-options.ts'
import { dataText } from './data-text.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { openFolder } from './folder.ts'
import { summariseFolder } from './folder-summary.ts'
import { printError } from './print-error.ts'

/**
 * Prints the data report of a folder.
 * @returns 0, 1 for a finding that blocks training, or 2 where something could not be read
 * @throws StudioError `bad-input` for wrong arguments and a folder that does not exist
 */
export async function data(args: Arguments, console: Console): Promise<number> {
  const path = requiredArgument(DATA, args)
  const options = { target: choiceFlag(args, 'target', TARGET_IDS), columns: columnsFlag(args) }
  const folder = await openFolder(path, console.workingFolder)
  try {
    const { summary, errors } = await summariseFolder(folder.sources, options, (line) =>
      console.showStatus(line),
    )
    if (args.flags.has('json')) console.print(JSON.stringify(summary, null, 2))
    else for (const line of dataText(summary)) console.print(line)
    for (const error of errors) printError(console, error)
    const [first] = errors
    if (first !== undefined) return exitCodeOf(first.code)
    return summary.findings.some(({ severity }) => severity === 'block') ? EXIT.problem : EXIT.ok
  } finally {
    await folder.close()
  }
}
