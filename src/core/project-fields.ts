// What a project file may hold, field by field. Each check's message is what was expected, so that an error can say it; keys
// that are not known are left out of what comes back.

import * as v from 'valibot'
import { COLUMN_ROLES, type ColumnRoleName, choiceProblem } from './column-roles.ts'
import { MODEL_IDS } from './models.ts'
import { BALANCINGS, DROP_REASONS } from './preparation.ts'
import type { BackendChoice, InputId } from './run.ts'
import { SCHEDULE_IDS } from './schedule.ts'
import { KEPT_IN_MEMORY, MEMORY_LIMIT_RANGE } from './settings.ts'
import { SIMULATION_LIMITS } from './simulate.ts'
import { TARGET_IDS } from './targets.ts'

/** Files that a project lists at most. */
export const MOST_PROJECT_FILES = 200

const INPUTS = ['logPDF', 'PDF', 'logVraisemblance'] as const satisfies readonly InputId[]
const BACKENDS = ['auto', 'webgpu', 'wasm'] as const satisfies readonly BackendChoice[]
const MOST_EPOCHS = 10_000
const MOST_BATCH = 65_536
const MOST_SEED = 2 ** 31 - 1

const TEXT = v.string('a text')
const FLAG = v.boolean('true or false')
const COUNT = from(0, 'an integer, 0 or more')
const SEED = integer(0, MOST_SEED)
const FRACTION = below(1, 'a number from 0 to below 1')
const FINGERPRINT = matching(/^[0-9a-f]+$/, 'a fingerprint: digits and the letters a to f')
const CREATED = v.pipe(
  matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, 'a time as 2026-11-26T20:15:00.000Z'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'a time as 2026-11-26T20:15:00.000Z'),
)

const MEMORY_LIMIT = `null or an integer from ${MEMORY_LIMIT_RANGE.least} to ${MEMORY_LIMIT_RANGE.most}`

const SAMPLE = objectOf({
  rows: integer(SIMULATION_LIMITS.rows.from, SIMULATION_LIMITS.rows.to),
  points: integer(SIMULATION_LIMITS.points.from, SIMULATION_LIMITS.points.to),
  seed: SEED,
})

const COLUMNS = v.pipe(
  // all keys may be absent, and a list has none of them
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value), 'an object'),
  objectOf(
    Object.fromEntries(COLUMN_ROLES.map((role) => [role, v.exactOptional(TEXT)])) as Record<
      ColumnRoleName,
      v.ExactOptionalSchema<typeof TEXT, undefined>
    >,
  ),
  v.check((columns) => choiceProblem(columns) === '', 'no column that has two roles'),
)

const FILES = `a list of at most ${MOST_PROJECT_FILES} files`
const DATA = v.variant(
  'kind',
  [
    objectOf({ kind: v.literal('sample'), sample: SAMPLE }),
    objectOf({
      kind: v.literal('files'),
      candidate: TEXT,
      name: TEXT,
      rows: objectOf({ train: COUNT, validation: COUNT, test: COUNT }),
      width: from(1, 'an integer, 1 or more'),
      files: v.pipe(
        v.array(objectOf({ path: TEXT, bytes: COUNT }), FILES),
        v.maxLength(MOST_PROJECT_FILES, FILES),
      ),
      columns: COLUMNS,
    }),
  ],
  ({ path }) => (path === undefined ? 'an object' : choiceText(['sample', 'files'])),
)

const PREPARATION = objectOf({
  splits: oneOf(['given', 'drawn'] as const),
  testFraction: FRACTION,
  validationFraction: FRACTION,
  seed: SEED,
  stratified: FLAG,
  balancing: oneOf(BALANCINGS),
  deltaZThreshold: below(Number.POSITIVE_INFINITY, 'a number, 0 or more'),
  drop: v.pipe(
    v.array(oneOf(DROP_REASONS), 'a list of reasons to leave rows out'),
    v.transform((given) => DROP_REASONS.filter((reason) => given.includes(reason))),
  ),
})

const SETTINGS = objectOf({
  model: oneOf(MODEL_IDS),
  input: oneOf(INPUTS),
  epochs: integer(1, MOST_EPOCHS),
  batchSize: integer(1, MOST_BATCH),
  seed: SEED,
  schedule: oneOf(SCHEDULE_IDS),
  backend: oneOf(BACKENDS),
  patience: integer(1, MOST_EPOCHS),
  dropout: FRACTION,
  redshift: oneOf(['value', 'index'] as const),
  classWeights: v.optional(oneOf(['none', 'balanced'] as const), 'none'),
  memoryLimit: v.union(
    [v.null(MEMORY_LIMIT), integer(MEMORY_LIMIT_RANGE.least, MEMORY_LIMIT_RANGE.most, MEMORY_LIMIT)],
    MEMORY_LIMIT,
  ),
})

/** A project but for its format and version, which are told first. */
export const PROJECT_FIELDS = objectOf({
  studio: TEXT,
  created: CREATED,
  data: DATA,
  target: oneOf(TARGET_IDS),
  preparation: PREPARATION,
  sourceFingerprint: FINGERPRINT,
  fingerprint: FINGERPRINT,
  keepMegabytes: integer(KEPT_IN_MEMORY.least, KEPT_IN_MEMORY.most),
  settings: SETTINGS,
})

/** The keys of `entries`; of a key that is absent the message is what was expected there. */
function objectOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ path }) => {
    const absent = entries[String(path?.[0].key)] as { readonly message?: unknown } | undefined
    return typeof absent?.message === 'string' ? absent.message : 'an object'
  })
}

function integer(least: number, most: number, expected = `an integer from ${least} to ${most}`) {
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  )
}

function from(least: number, expected: string) {
  return v.pipe(v.number(expected), v.safeInteger(expected), v.minValue(least, expected))
}

function below(limit: number, expected: string) {
  return v.pipe(v.number(expected), v.minValue(0, expected), v.ltValue(limit, expected))
}

function matching(pattern: RegExp, expected: string) {
  return v.pipe(v.string(expected), v.regex(pattern, expected))
}

function oneOf<const Choices extends readonly string[]>(choices: Choices) {
  return v.picklist(choices, choiceText(choices))
}

function choiceText(choices: readonly string[]): string {
  return `one of ${choices.join(', ')}`
}
