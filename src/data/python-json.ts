// JSON as Python writes it: `json.dump` puts NaN and Infinity where JSON has no word for them.

import { StudioError } from '../core/errors.ts'

/**
 * Text in quotes, or one of Python's words; text comes first, so that words within it stay. Text without an end counts as
 * well: else each quote in it would be tried as a beginning.
 */
const TEXT_OR_WORD = /"(?:[^"\\]|\\[\s\S])*"?|-?\bInfinity\b|\bNaN\b/g

/**
 * Parses JSON in which NaN, Infinity and -Infinity stand for `null`.
 * @param hint for the error
 * @throws StudioError `bad-input` if it is no JSON
 */
export function parsePythonJson(text: string, name: string, hint: string): unknown {
  try {
    return JSON.parse(text.replaceAll(TEXT_OR_WORD, (found) => (found.startsWith('"') ? found : 'null')))
  } catch (thrown) {
    throw new StudioError(
      'bad-input',
      `${name} is not JSON: ${thrown instanceof Error ? thrown.message : thrown}`,
      hint,
      { cause: thrown },
    )
  }
}
