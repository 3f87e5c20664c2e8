// The tables of the last run inside docs/performance.md, each between two markers.

/** What is written there: `<!-- NAME: begin ... -->`, the text, `<!-- NAME: end -->`. */
export type DocumentSection = 'table' | 'growth'

/**
 * The document with another text between the markers of a section.
 * @throws Error if the markers are not there
 */
export function withSection(document: string, name: DocumentSection, text: string): string {
  const begin = document.match(new RegExp(`<!-- ${name}: begin[^>]*-->`))
  const end = document.indexOf(`<!-- ${name}: end -->`)
  if (begin === null || end < begin.index!) {
    throw new Error(
      `Expected the lines "<!-- ${name}: begin ... -->" and "<!-- ${name}: end -->" in the document`,
    )
  }
  return `${document.slice(0, begin.index! + begin[0].length)}\n\n${text}\n\n${document.slice(end)}`
}
