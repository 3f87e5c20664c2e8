// Runs what measures in a process of its own, and reads its messages line by line.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Message } from './results.ts'

/** How a process ended. */
export interface Ended {
  readonly code: number
  /** its last line on standard error */
  readonly lastError: string
}

/** Starts a process and calls back with each message; other lines are passed on to standard error. */
export function runChild(
  command: string,
  args: readonly string[],
  onMessage: (message: Message) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let lastError = ''
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parse(line)
      if (message === null) console.error(line)
      else onMessage(message)
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') lastError = line.trim()
    })
    child.on('error', ({ message }) => resolve({ code: 1, lastError: message }))
    child.on('close', (code) => resolve({ code: code ?? 1, lastError }))
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
