// What a person writes about a run, within its limits: typed here, or written into a file elsewhere.

import type { RunRecord } from '../core/run-record.ts'

/** Characters of a name, a tag and a note, and how many tags. */
export const RUN_TEXT_LIMITS = { name: 200, tags: 20, tag: 40, note: 10_000 } as const

type RunTexts = Pick<RunRecord, 'name' | 'tags' | 'note'>

/** The texts without blanks about them, cut to their limits, each tag once. A name may become empty. */
export function tidyTexts({ name, tags, note }: RunTexts): RunTexts {
  const tidied = tags.map((tag) => cut(tag, RUN_TEXT_LIMITS.tag)).filter((tag) => tag !== '')
  return {
    name: cut(name, RUN_TEXT_LIMITS.name),
    tags: [...new Set(tidied)].slice(0, RUN_TEXT_LIMITS.tags),
    note: cut(note, RUN_TEXT_LIMITS.note),
  }
}

/** At most so many characters, and no blanks about them. */
function cut(text: string, most: number): string {
  // a character has two code units at most
  const start = text.trim().slice(0, 2 * most)
  return Array.from(start).slice(0, most).join('').trimEnd()
}
