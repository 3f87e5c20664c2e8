// What a run was made on.

import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Machine } from './results.ts'

/** This machine, without its name. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown CPU',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${type()} ${release().split('-')[0]} ${process.arch}`,
  }
}

/** Letters and numbers that tell machines apart in a file's name. */
export function machineSlug({ cpu, cores }: Machine): string {
  return `${cpu} ${cores}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
