// A run as tables: aligned text for the terminal, Markdown for the documentation.

import type { BenchResult, EnvironmentResult, Measured, Row } from './results.ts'
import { summaryTable } from './summary.ts'
import { alignedText, columns, markdownTable, seconds, significant, type Table } from './text-table.ts'

const COLUMNS = columns(
  ['what', 'ours s', 'GFLOP/s', '% of limit', 'peer', 'peer s', 'ratio'],
  ['what', 'peer'],
)

/** All tables as aligned text, and what was skipped. */
export function textReport(result: BenchResult): string {
  const lines = result.environments.flatMap((environment) => [
    '',
    heading(environment),
    ...tables(environment).flatMap((table) => ['', ...alignedText(table)]),
    ...foldedLines(environment).flatMap((line) => ['', line]),
  ])
  const notes = noteLines(result)
  return [title(result), ...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}

/** All tables as Markdown. */
export function markdownReport(result: BenchResult): string {
  const lines = result.environments.flatMap((environment) => [
    '',
    `### ${heading(environment)}`,
    ...tables(environment).flatMap((table) => ['', ...markdownTable(table)]),
    ...foldedLines(environment).flatMap((line) => ['', line]),
  ])
  const notes = noteLines(result).flatMap((note) => ['', note])
  return [title(result), ...lines, ...notes].join('\n')
}

/** Date, machine and versions. */
export function title({ date, machine, versions, quick }: BenchResult): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const cores = `${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}`
  const sizes = quick ? ' QUICK RUN: small sizes, not to be quoted.' : ''
  return `${date.slice(0, 10)}, ${machine.cpu}, ${cores}, ${machine.platform}; ${named.join(', ')}.${sizes}`
}

function heading({ name, device, limits }: EnvironmentResult): string {
  const limit =
    limits === null
      ? 'limits not measured'
      : `limits ${limits.gflops.toFixed(1)} GFLOP/s and ${limits.gbPerSecond.toFixed(1)} GB/s`
  return `${name} (${device.adapter}; ${limit})`
}

/** The steps at a glance, then everything. */
function tables(environment: EnvironmentResult): Table[] {
  const summary = summaryTable(environment)
  const all = { columns: COLUMNS, lines: caseLines(environment) }
  return summary === null ? [all] : [summary, all]
}

/** The first peer stands beside ours, the others below it. */
function caseLines(environment: EnvironmentResult): string[][] {
  const folded = foldedReasons(environment)
  return environment.rows.flatMap((each) => {
    const ours = [each.what, ...oursCells(each)]
    const peers = each.peers
      .filter((peer) => 'timing' in peer || !folded.get(peer.name)?.has(peer.skipped))
      .map((peer) => peerCells(peer, each.ours))
    const [first = ['', '', ''], ...others] = peers
    return [[...ours, ...first], ...others.map((cells) => ['', '', '', '', ...cells])]
  })
}

function oursCells({ ours, flops, limit }: Row): string[] {
  if (!('timing' in ours)) return ['-', '', ours.skipped]
  const { median } = ours.timing
  const share =
    limit === null
      ? ''
      : `${((100 * limit.seconds) / median).toFixed(0)}${limit.by === 'memory' ? ' (memory)' : ''}`
  return [seconds(ours.timing), flops === 0 ? '' : (flops / median / 1e9).toFixed(1), share]
}

function peerCells(peer: Measured & { readonly name: string }, ours: Measured): string[] {
  if (!('timing' in peer)) return [`${peer.name}: ${peer.skipped}`, '-', '']
  const name = peer.note === undefined ? peer.name : `${peer.name} (${peer.note})`
  const ratio = 'timing' in ours ? peer.timing.median / ours.timing.median : null
  return [name, seconds(peer.timing), ratio === null ? '' : `${significant(ratio)}x`]
}

/** Reasons that a peer gives for several cases, with their number: said once below the table. */
function foldedReasons({ rows }: EnvironmentResult): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>()
  for (const peer of rows.flatMap(({ peers }) => peers)) {
    if ('timing' in peer) continue
    const own = counts.get(peer.name) ?? new Map<string, number>()
    counts.set(peer.name, own.set(peer.skipped, (own.get(peer.skipped) ?? 0) + 1))
  }
  return new Map(
    [...counts]
      .map(([name, own]) => [name, new Map([...own].filter(([, count]) => count > 1))] as const)
      .filter(([, own]) => own.size > 0),
  )
}

function foldedLines(environment: EnvironmentResult): string[] {
  return [...foldedReasons(environment)].map(([name, reasons]) => {
    const counted = [...reasons].map(([reason, count]) => `${reason} (${count} cases)`)
    return `Not measured by ${name}: ${counted.join('; ')}.`
  })
}

function noteLines({ skipped, environments }: BenchResult): string[] {
  const passes = environments.flatMap(({ name, rows }) =>
    rows.flatMap(({ what, ours }) =>
      'timing' in ours && ours.note !== undefined ? [`${name}: ${what}: ${ours.note}.`] : [],
    ),
  )
  return [...passes, ...skipped.map(({ what, why }) => `Skipped: ${what}: ${why}.`)]
}
