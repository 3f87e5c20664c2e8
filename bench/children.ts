// Runs what measures in a process of its own, and reads its messages line by line.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Message } from './results.ts'

/** How a process ended. */
export interface Ended {
  /** its exit status; null where a signal ended it, or where it did not start */
  readonly code: number | null
  /** in words */
  readonly how: string
  /** its last line on standard error */
  readonly lastError: string
}

/**
 * Starts a process and calls back with each message; other lines are passed on to standard error.
 * @param signal kills the process
 */
export function runChild(
  command: string,
  args: readonly string[],
  onMessage: (message: Message) => void,
  signal?: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal, killSignal: 'SIGKILL' }),
    })
    let lastError = ''
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parse(line)
      if (message === null) console.error(line)
      else onMessage(message)
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') lastError = line.trim()
    })
    child.on('error', ({ message }) => resolve({ code: null, how: message, lastError }))
    child.on('close', (code, killer) => {
      const how = code === null ? `ended by ${killer}` : `ended with status ${code}`
      resolve({ code, how: lastError === '' ? how : `${how} (${lastError})`, lastError })
    })
  })
}

/** A library that writes to standard output is no reason to fail. */
function parse(line: string): Message | null {
  try {
    const message: unknown = JSON.parse(line)
    return typeof message === 'object' && message !== null && 'type' in message ? (message as Message) : null
  } catch {
    return null
  }
}
