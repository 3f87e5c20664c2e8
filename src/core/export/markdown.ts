// Any text as GitHub-flavoured Markdown that shows it as it is.

import { oneLine } from '../text.ts'

/**
 * White space becomes one space: a line feed would end a row of a table. What begins a list or draws a rule at the start of a
 * line is escaped too.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]#~$]/g, '\\$&')
    .replace(/^(\d*)([-+.)])(?= |$)/, '$1\\$2')
    .replace(/^[-=](?=[-= ]*$)/, '\\$&')
    .replace(/[&<>|]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * A table; an empty line must stand before and after it.
 * @param header and rows are Markdown already
 * @param numbers columns to the right of this many are numbers, and stand at the right
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers = 1,
): string {
  const rule = header.map((_, i) => (i < numbers ? '---' : '---:'))
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Text as it stands, in a block that no line of it can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
