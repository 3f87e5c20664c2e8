// The command's flags.

import { parseArgs } from 'node:util'
import type { Selection } from './case-lists.ts'

/** The parts of a run; `growth` only where it is asked for. */
export const SECTIONS = ['node', 'node-webgpu', 'peers', 'page', 'growth'] as const
export type Section = (typeof SECTIONS)[number]

/** What a run is asked to do. */
export interface Options {
  readonly sections: ReadonlySet<Section>
  /** not all parts or cases of the usual run */
  readonly partial: boolean
  readonly selection: Selection
  /** 0 for one per core */
  readonly threads: number
  readonly python: string
  /** writes the tables into the documentation */
  readonly writeDocs: boolean
  /** a result to write from, in place of a run */
  readonly from: string | null
}

export const HELP = `npm run bench -- [flags]

  --quick          small sizes, under a minute; marked as such
  --only PARTS     ${SECTIONS.join(', ')}: one or several, with commas (default all but growth)
  --filter TEXT    cases whose name holds this (a regular expression)
  --long           also what takes minutes on a software GPU
  --growth         also how seconds grow with length and batch, in Node on wasm
  --threads N      threads of wasm, PyTorch and Keras (default: one per core)
  --python PATH    a Python with torch, keras and tensorflow or jax (default python3)
  --write-docs     puts the tables into docs/performance.md
  --from FILE      no run: prints, and with --write-docs writes, the tables of this JSON`

/**
 * Reads the flags.
 * @returns null where help is asked for
 * @throws Error that names what is wrong
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      filter: { type: 'string' },
      long: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      threads: { type: 'string', default: '0' },
      python: { type: 'string', default: 'python3' },
      'write-docs': { type: 'boolean', default: false },
      from: { type: 'string' },
    },
  })
  if (values.help) return null
  const sections = values.only?.split(',') ?? SECTIONS.filter((section) => section !== 'growth')
  if (values.growth) sections.push('growth')
  for (const section of sections) {
    if (!SECTIONS.includes(section as Section)) {
      throw new Error(`--only takes ${SECTIONS.join(', ')}, got ${section}`)
    }
  }
  const threads = Number(values.threads)
  if (!Number.isInteger(threads) || threads < 0) {
    throw new Error(`--threads takes a positive integer, got ${values.threads}`)
  }
  checkPattern(values.filter)
  const { quick, long, filter = null, python, from = null } = values
  return {
    sections: new Set(sections as readonly Section[]),
    partial: values.only !== undefined || filter !== null,
    selection: { quick, long, filter },
    threads,
    python,
    writeDocs: values['write-docs'],
    from,
  }
}

function checkPattern(filter: string | undefined): void {
  try {
    new RegExp(filter ?? '')
  } catch {
    throw new Error(`--filter takes a regular expression, got ${filter}`)
  }
}
