// Measures reading in a Node process of its own, so that its memory is its own. Prints one line of JSON.

import { openFolder } from '../../src/node/folder.ts'
import { scratchFolder } from '../../src/node/scratch-folder.ts'
import { measureReading } from './measure.ts'

const [path, cacheBytes, epochSeconds] = process.argv.slice(2)
const folder = await openFolder(path!, process.cwd())
const scratch = scratchFolder()
const figures = await measureReading(folder.sources, {
  cacheBytes: Number(cacheBytes),
  scratch,
  epochSeconds: Number(epochSeconds),
})
await scratch.close()
await folder.close()
const peak = process.resourceUsage().maxRSS * 1024
process.stdout.write(`${JSON.stringify({ ...figures, peak })}\n`)
