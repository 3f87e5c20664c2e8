// The process around the commands: scripts/cli.mjs builds this file and calls `run`.

import { processConsole } from './console.ts'
import { main } from './main.ts'

/** Runs the command of this process's arguments, then ends the process. */
export async function run(): Promise<void> {
  // a reader that has seen enough, as `head`, is no error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  const argv = process.argv.slice(2)
  const status = await main(argv, processConsole(workingFolder(argv[0])))
  // Dawn's threads and an abandoned run would keep the process alive
  process.stdout.write('', () => process.exit(status))
}

/** npm starts scripts in the project's folder and says where it was called; relative paths mean that place. */
function workingFolder(command: string | undefined): string {
  const { npm_lifecycle_event: event, INIT_CWD: caller } = process.env
  return event !== undefined && event === command && caller !== undefined ? caller : process.cwd()
}
