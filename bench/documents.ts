// The last table inside docs/performance.md, between two markers.

const BEGIN = '<!-- table: begin, written by npm run bench -- --write-docs -->'
const END = '<!-- table: end -->'

/**
 * The document with another table.
 * @throws Error if the markers are not there
 */
export function withTable(document: string, table: string): string {
  const begin = document.indexOf(BEGIN)
  const end = document.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`Expected the lines "${BEGIN}" and "${END}" in the document`)
  return `${document.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${document.slice(end)}`
}
