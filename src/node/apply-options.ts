// The arguments of `npm run apply`, and what they mean.

import type { AppliedFormat } from '../core/applied.ts'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { BackendChoice } from '../core/run.ts'
import { type KeepChoice, keepFlags } from './apply-keep.ts'
import {
  type Arguments,
  badUsage,
  type CommandSpec,
  choiceFlag,
  numberFlag,
  requiredArgument,
  textFlag,
} from './arguments.ts'
import { COLUMNS_FLAG, columnsFlag } from './columns-flag.ts'
import { BACKENDS } from './train-options.ts'

const FORMATS: readonly AppliedFormat[] = ['csv', 'ecsv', 'votable', 'npy']
/** Formats that endings of files stand for. */
const ENDINGS: Readonly<Record<string, AppliedFormat>> = {
  csv: 'csv',
  ecsv: 'ecsv',
  vot: 'votable',
  votable: 'votable',
  xml: 'votable',
  npy: 'npy',
}
const TEMPERATURES = { least: 1e-6, most: 1e6 } as const

/** What `npm run apply` takes. */
export const APPLY: CommandSpec = {
  name: 'apply',
  summary:
    'Applies a saved network to posteriors without labels: class and probabilities of every row, in the order of the rows.',
  argument: 'NETWORK',
  flags: {
    data: { value: 'PATH,...', help: 'a folder, a file, or several with commas between' },
    columns: COLUMNS_FLAG,
    out: { value: 'FILE', help: 'the table (predictions.csv)' },
    format: { value: 'NAME', help: `${FORMATS.join(', ')} (that of the ending of FILE)` },
    temperature: { value: 'T', help: 'divides the logits, as temperature scaling found it (1)' },
    keep: { value: 'CLASS', help: 'adds the column kept, for rows of this class; needs --threshold' },
    threshold: { value: 'P', help: 'least probability of that class, 0 to 1; needs --keep' },
    backend: { value: 'NAME', help: `${BACKENDS.join(', ')} (auto)` },
    help: { help: 'this text' },
  },
}

/** A command line of `npm run apply` that was understood. */
export interface ApplyCommand {
  /** file of the network */
  readonly network: string
  /** as it was given: a path, or several with commas between */
  readonly data: string
  readonly columns: ColumnMapping
  readonly out: string
  readonly format: AppliedFormat
  /** `null` to leave logits as they are */
  readonly temperature: number | null
  /** `null` where no rows are chosen */
  readonly keep: KeepChoice | null
  readonly backend: BackendChoice
}

/**
 * What the arguments mean.
 * @throws StudioError `bad-input` naming the flag, its value and what is allowed
 */
export function applyOptions(args: Arguments): ApplyCommand {
  const network = requiredArgument(APPLY, args)
  const data = textFlag(args, 'data')
  if (data === undefined) throw badUsage(APPLY, '--data PATH is missing.')
  const out = textFlag(args, 'out') ?? 'predictions.csv'
  return {
    network,
    data,
    columns: columnsFlag(args),
    out,
    format: choiceFlag(args, 'format', FORMATS) ?? formatOf(out),
    temperature: numberFlag(args, 'temperature', TEMPERATURES.least, TEMPERATURES.most) ?? null,
    keep: keepFlags(args),
    backend: choiceFlag(args, 'backend', BACKENDS) ?? 'auto',
  }
}

function formatOf(out: string): AppliedFormat {
  const ending = /\.([a-z]+)$/i.exec(out)?.[1]?.toLowerCase() ?? ''
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined
  if (format !== undefined) return format
  throw badUsage(
    APPLY,
    `--out is "${out}", whose ending tells no format; expected one of .csv, .ecsv, .vot, .xml, .npy, or --format.`,
  )
}
