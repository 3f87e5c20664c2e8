// The card of a saved network, checked field by field: whoever opens a file did not write it. Keys that are not known are left
// out of what comes back.

import * as v from 'valibot'
import { StudioError } from './errors.ts'
import { formatInteger } from './format.ts'
import { parseJson, placeText, valueText } from './json-text.ts'
import { MOST_POINTS } from './keras/lengths.ts'
import { MODEL_CARD_VERSION, type ModelCard } from './model-card.ts'
import { describeModel, MODEL_IDS } from './models.ts'
import { PROJECT_FIELDS } from './project-fields.ts'
import { TARGET_IDS, TARGETS } from './targets.ts'
import { REFERENCE_POINTS } from './zgrid.ts'

const MOST_TEXT = 1000
const MOST_CLASSES = 255
const HINT = 'Save the network again with the studio that trained it.'

const { created: CREATED, settings: SETTINGS } = PROJECT_FIELDS.entries
const TEXT = v.pipe(v.string('a text'), v.maxLength(MOST_TEXT, `a text of at most ${MOST_TEXT} characters`))
const COUNT = integerFrom(0)
const NAMES = `a list of 2 to ${MOST_CLASSES} texts`
const CLASSES = v.pipe(v.array(TEXT, NAMES), v.minLength(2, NAMES), v.maxLength(MOST_CLASSES, NAMES))
const FINITE = v.pipe(v.number('a number'), v.finite('a number'))
const POSITIVE = v.pipe(
  v.number('a number above 0'),
  v.finite('a number above 0'),
  v.gtValue(0, 'a number above 0'),
)
const RATE = 'a number from 0 to below 1'
const COUNTS = v.array(COUNT, 'a list of counts')

const ZGRID = objectOf({
  first: FINITE,
  last: FINITE,
  step: v.pipe(FINITE, v.minValue(0, 'a number, 0 or more')),
  spacing: oneOf(['ln(1+z)', 'z', 'irregular'] as const),
  points: integerFrom(1),
})

const TRAINING = objectOf({
  epoch: integerFrom(1),
  settings: SETTINGS,
  dataset: objectOf({
    name: TEXT,
    fingerprint: TEXT,
    counts: objectOf({ train: COUNTS, validation: COUNTS, test: COUNTS }),
  }),
})

const FIELDS = objectOf({
  version: v.literal(MODEL_CARD_VERSION, String(MODEL_CARD_VERSION)),
  name: TEXT,
  studio: v.nullable(TEXT),
  created: CREATED,
  origin: oneOf(['trained', 'saved', 'imported'] as const),
  model: oneOf(MODEL_IDS),
  length: v.pipe(integerFrom(1), v.maxValue(MOST_POINTS, `at most ${formatInteger(MOST_POINTS)}`)),
  dropout: v.pipe(v.number(RATE), v.minValue(0, RATE), v.ltValue(1, RATE)),
  target: v.nullable(oneOf(TARGET_IDS)),
  classes: CLASSES,
  labels: CLASSES,
  input: v.nullable(oneOf(['logPDF', 'PDF', 'logVraisemblance'] as const)),
  redshift: oneOf(['value', 'index'] as const),
  floor: v.nullable(FINITE),
  zgrid: v.nullable(ZGRID),
  temperature: v.nullable(POSITIVE),
  training: v.nullable(TRAINING),
})

/**
 * Reads the card of a saved network.
 * @param text of the card; the caller limits its size
 * @param file name, for messages
 * @throws StudioError `bad-input` that says what was found where, and what was expected
 */
export function parseModelCard(text: string, file: string): ModelCard {
  const title = `${file}, card of the network`
  const value = parseJson(text, title, HINT)
  checkVersion(value, title)
  const { success, output, issues } = v.safeParse(FIELDS, value, { abortEarly: true })
  if (!success) {
    const [{ path, input, message }] = issues
    throw wrong(title, placeText(path?.map(({ key }) => key) ?? []), valueText(input), message)
  }
  checkAgreement(output, title)
  return output
}

function checkVersion(value: unknown, title: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new StudioError('bad-input', `${title} is ${valueText(value)}, expected an object`, HINT)
  }
  const { version, studio } = value as Readonly<Record<string, unknown>>
  if (typeof version !== 'number' || version <= MODEL_CARD_VERSION) return
  throw new StudioError(
    'bad-input',
    `${title}: version is ${version}, saved by studio ${valueText(studio)}; this studio reads version ${MODEL_CARD_VERSION}`,
    'Open it with the studio that saved it, or a newer one.',
  )
}

/** What one field says of another. */
function checkAgreement(card: ModelCard, title: string): void {
  const { classes, labels, target, zgrid, training, model, length } = card
  const count = classes.length
  const expected = target === null ? count : TARGETS[target].classes.length
  if (count !== expected) {
    throw wrong(title, 'classes', `a list of ${count}`, `${expected} names, as many as ${target} has`)
  }
  const lists = new Map<string, readonly unknown[]>([
    ['labels', labels],
    ...Object.entries(training?.dataset.counts ?? {}).map(
      ([split, counts]) => [`training.dataset.counts.${split}`, counts] as const,
    ),
  ])
  for (const [name, list] of lists) {
    if (list.length === count) continue
    throw wrong(title, name, `a list of ${list.length}`, `${count} items, as many as classes`)
  }
  if (new Set(classes).size !== count) throw wrong(title, 'classes', 'two of one name', 'different names')
  if (zgrid !== null && zgrid.points !== length) {
    throw wrong(title, 'zgrid.points', String(zgrid.points), `${length}, as length`)
  }
  const { minimumLength } = describeModel(model, REFERENCE_POINTS, count)
  if (length < minimumLength) {
    throw wrong(title, 'length', String(length), `at least ${minimumLength}, which ${model} needs`)
  }
}

function wrong(title: string, place: string, found: string, expected: string): StudioError {
  return new StudioError('bad-input', `${title}: ${place} is ${found}, expected ${expected}`, HINT)
}

/** The keys of `entries`; of a key that is absent the message is what was expected there. */
function objectOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ path }) => {
    const absent = entries[String(path?.[0].key)] as Expecting | undefined
    if (typeof absent?.message === 'string') return absent.message
    const orNull = absent?.wrapped?.message
    return typeof orNull === 'string' ? `null or ${orNull}` : 'an object'
  })
}

/** What a schema says was expected; one that allows null has another within. */
interface Expecting {
  readonly message?: unknown
  readonly wrapped?: { readonly message?: unknown }
}

function integerFrom(least: number) {
  const expected = `an integer, ${least} or more`
  return v.pipe(v.number(expected), v.safeInteger(expected), v.minValue(least, expected))
}

function oneOf<const Choices extends readonly string[]>(choices: Choices) {
  return v.picklist(choices, `one of ${choices.join(', ')}`)
}
