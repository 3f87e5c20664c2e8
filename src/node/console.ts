// Where a command writes, and how it hears that a person wants it to end. Tests give their own.

import { EXIT } from './exit-codes.ts'

/** The surroundings of a command. */
export interface Console {
  /** A line on standard output. */
  print(line: string): void
  /** A line on standard error. */
  printError(line: string): void
  /** The line that says what goes on now, in place of the one before; only a terminal shows it. */
  showStatus(line: string): void
  /** Calls back at each interrupt (Ctrl-C, SIGTERM) until the returned function is called. */
  onInterrupt(listener: () => void): () => void
  /** Folder that relative paths start from. */
  readonly workingFolder: string
}

/** A line that changes more often than this cannot be read. */
const STATUS_INTERVAL = 100
const USUAL_COLUMNS = 80

/** Signals that come this close together are one: npm passes on a Ctrl-C that the terminal has sent already. */
const SAME_INTERRUPT = 500

/** The console of this process. An interrupt that nobody listens to ends the process. */
export function processConsole(workingFolder: string): Console {
  const { stdout, stderr } = process
  let status = false
  let lastStatus = Number.NEGATIVE_INFINITY
  let listener: () => void = () => process.exit(EXIT.interrupted)
  let lastSignal = Number.NEGATIVE_INFINITY

  function clearStatus(): void {
    if (status) stdout.write('\r\x1b[K')
    status = false
  }

  function onSignal(): void {
    const now = performance.now()
    const isNew = now - lastSignal >= SAME_INTERRUPT
    lastSignal = now
    if (isNew) listener()
  }

  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    workingFolder,
    print: (line) => {
      clearStatus()
      stdout.write(`${line}\n`)
    },
    printError: (line) => {
      clearStatus()
      stderr.write(`${line}\n`)
    },
    showStatus: (line) => {
      const now = performance.now()
      if (!stdout.isTTY || now - lastStatus < STATUS_INTERVAL) return
      clearStatus()
      // a line that wraps could not be cleared
      stdout.write(line.slice(0, (stdout.columns || USUAL_COLUMNS) - 1))
      status = true
      lastStatus = now
    },
    onInterrupt: (given) => {
      const before = listener
      listener = given
      return () => {
        listener = before
      }
    },
  }
}
