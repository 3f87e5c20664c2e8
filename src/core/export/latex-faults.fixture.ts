// Whether LaTeX source would compile, as far as that can be told without LaTeX: for tests of what is written.

/** Faults in words; `[]` for source that is well formed. */
export function latexFaults(source: string): readonly string[] {
  const lines = source.split('\n').filter((line) => !line.startsWith('%'))
  return [
    ...characterFaults(source),
    ...lines.flatMap((line) => lineFaults(line)),
    ...environmentFaults(lines),
    ...tabularFaults(lines),
  ]
}

function characterFaults(source: string): string[] {
  const foreign = source.match(/[^\n\x20-\x7e]/gu) ?? []
  return foreign.map((character) => `not ASCII: ${JSON.stringify(character)}`)
}

/** Braces and math end on the line where they begin, and characters that mean something stand where they may. */
function lineFaults(line: string): string[] {
  let depth = 0
  let isMath = false
  const faults: string[] = []
  for (const [token] of line.matchAll(/\\(?:[A-Za-z]+|[\s\S])|[\s\S]/g)) {
    if (token === '{') depth += 1
    if (token === '}') depth -= 1
    if (depth < 0) {
      faults.push(`a brace too many: ${line}`)
      depth = 0
    }
    if (token === '$') isMath = !isMath
    if (/^[#%]$/.test(token)) faults.push(`${token} without a backslash: ${line}`)
    if (/^[_^]$/.test(token) && !isMath) faults.push(`${token} outside math: ${line}`)
    if (/^[<>|"]$/.test(token) && !isMath) faults.push(`${token} prints as something else: ${line}`)
    if (/^\\(?:leq|geq|Delta|times)$/.test(token) && !isMath) faults.push(`${token} outside math: ${line}`)
  }
  if (depth > 0) faults.push(`a brace is open: ${line}`)
  if (isMath) faults.push(`math is open: ${line}`)
  return faults
}

function environmentFaults(lines: readonly string[]): string[] {
  const open: string[] = []
  const faults: string[] = []
  for (const line of lines) {
    const [, word, name] = /^\\(begin|end)\{([a-z]+\*?)\}/.exec(line) ?? []
    if (word === 'begin') open.push(name!)
    if (word === 'end' && open.pop() !== name) faults.push(`end of ${name} where another ends`)
  }
  return [...faults, ...open.map((name) => `${name} has no end`)]
}

/** Every row has as many cells as its table has columns, and ends. */
function tabularFaults(lines: readonly string[]): string[] {
  let columns: number | null = null
  const faults: string[] = []
  for (const line of lines) {
    const [, format] = /^\\begin\{tabular\}\{([lcr]+)\}$/.exec(line) ?? []
    if (format !== undefined) columns = format.length
    else if (line === '\\end{tabular}') columns = null
    else if (columns !== null && !/^\\(?:top|mid|bottom|cmid)rule\b/.test(line)) {
      if (!line.endsWith(' \\\\')) faults.push(`a row without an end: ${line}`)
      const cells = cellsOf(line)
      if (cells !== columns) faults.push(`${cells} cells in ${columns} columns: ${line}`)
      // LaTeX takes these after the end of a row for its options
      if (/^[[*]/.test(line)) faults.push(`a row begins as an option: ${line}`)
    } else if (columns === null && /(?<!\\)&/.test(line)) faults.push(`& outside a table: ${line}`)
  }
  return faults
}

function cellsOf(row: string): number {
  const spans = [...row.matchAll(/\\multicolumn\{(\d+)\}/g)].map(([, span]) => Number(span))
  const ends = row.match(/\\(?:[A-Za-z]+|[\s\S])|&/g)?.filter((token) => token === '&').length ?? 0
  return ends + 1 + spans.reduce((sum, span) => sum + span - 1, 0)
}
