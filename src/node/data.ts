// `npm run data`: what a folder holds and what is wrong with it, without training.

import { resolve } from 'node:path'
import { formatBytes, formatShare } from '../core/format.ts'
import { TARGET_IDS } from '../core/targets.ts'
import type { Dataset } from '../data/dataset.ts'
import { type Arguments, choiceFlag, requiredArgument, textFlag } from './arguments.ts'
import { columnsFlag } from './columns-flag.ts'
import type { Console } from './console.ts'
import { DATA } from './data-options.ts'
import { dataText } from './data-text.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { openFolder } from './folder.ts'
import { summariseFolder } from './folder-summary.ts'
import { preparationFlags } from './preparation-flags.ts'
import { printError } from './print-error.ts'
import { type SavedTree, saveTree } from './save-tree.ts'

/**
 * Prints the data report of a folder.
 * @returns 0, 1 for a finding that blocks training, or 2 where something could not be read
 * @throws StudioError `bad-input` for wrong arguments and a folder that does not exist
 */
export async function data(args: Arguments, console: Console): Promise<number> {
  const path = requiredArgument(DATA, args)
  const out = textFlag(args, 'save')
  const saved: SavedTree[] = []
  const save = async (dataset: Dataset): Promise<void> => {
    saved.push(
      await saveTree(dataset, resolve(console.workingFolder, out!), {
        onProgress: ({ file, done, total }) =>
          console.showStatus(`writing ${file}, ${formatShare(done / Math.max(1, total))}`),
      }),
    )
  }
  const options = {
    target: choiceFlag(args, 'target', TARGET_IDS),
    columns: columnsFlag(args),
    preparation: preparationFlags(args),
    ...(out !== undefined && { onDataset: save }),
  }
  const folder = await openFolder(path, console.workingFolder)
  try {
    const { summary, errors } = await summariseFolder(folder.sources, options, (line) =>
      console.showStatus(line),
    )
    if (!args.flags.has('json')) {
      for (const { paths, bytes } of saved) {
        console.print(`saved ${paths.length} files, ${formatBytes(bytes)}, in ${out}: ${paths[0]} ...`)
      }
    }
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
