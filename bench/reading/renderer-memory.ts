// Memory of a Chromium's page: page and worker live in one renderer process. Linux tells it under /proc.

import { readdirSync, readFileSync } from 'node:fs'

/** Watches all renderer processes below a browser process. */
export interface MemoryWatch {
  /** largest resident memory of any renderer so far, bytes; 0 where the system does not tell */
  peak(): number
  stop(): void
}

const INTERVAL_MS = 100

export function watchRenderers(browserPid: number): MemoryWatch {
  let peak = 0
  const timer = setInterval(() => {
    for (const pid of renderersOf(browserPid)) peak = Math.max(peak, residentBytes(pid))
  }, INTERVAL_MS)
  return { peak: () => peak, stop: () => clearInterval(timer) }
}

function renderersOf(browserPid: number): number[] {
  const parents = new Map<number, number>()
  const renderers: number[] = []
  for (const name of listProcesses()) {
    const pid = Number(name)
    const status = readText(`/proc/${pid}/status`)
    parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0))
    if (readText(`/proc/${pid}/cmdline`).includes('--type=renderer')) renderers.push(pid)
  }
  const isBelow = (pid: number): boolean =>
    pid === browserPid || ((parents.get(pid) ?? 0) > 0 && isBelow(parents.get(pid)!))
  return renderers.filter(isBelow)
}

function residentBytes(pid: number): number {
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0)
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** Empty where the process has ended meanwhile. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
