// JSON that a person may have edited: messages say where it is wrong, in the notation of the file.

import { StudioError } from './errors.ts'

/**
 * Text in quotes, or a word that Python writes and JSON lacks; text comes first, so that words within it stay. Text without an
 * end counts as well: else each quote in it would be tried as a beginning.
 */
const TEXT_OR_WORD = /"(?:[^"\\]|\\[\s\S])*"?|-?\bInfinity\b|\bNaN\b/g
const MOST_CHARACTERS = 40

/**
 * Parses JSON.
 * @param file name, for messages
 * @param hint what to do where it is no JSON at all
 * @throws StudioError `bad-input` that names the line of a NaN or Infinity, or repeats what the parser says
 */
export function parseJson(text: string, file: string, hint: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw wordError(text, file) ?? new StudioError('bad-input', `${file} is not JSON: ${reason}`, hint)
  }
}

function wordError(text: string, file: string): StudioError | null {
  const found = [...text.matchAll(TEXT_OR_WORD)]
  const at = found.findIndex(([token]) => !token.startsWith('"'))
  if (at < 0) return null
  const { 0: word, index } = found[at]!
  const line = text.slice(0, index).split('\n').length
  // of an object's value the text before is its key
  const key = found[at - 1]?.[0]
  const where = `line ${line}${key === undefined ? '' : `, after ${shortened(key)}`}`
  return new StudioError(
    'bad-input',
    `${file}: ${where}: found ${word}, expected a number; JSON has no ${word}`,
    'Write a number in its place.',
  )
}

/** Keys from the outermost value inwards as a person writes them: `data`, `files`, `3` as `data.files[3]`. */
export function placeText(keys: readonly unknown[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

/** A value of JSON as it stands in the file, at most 40 characters of it; `missing` for none. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  // JSON.stringify would call a number beyond float64 null
  return shortened(typeof value === 'string' ? JSON.stringify(value) : String(value))
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text
}
