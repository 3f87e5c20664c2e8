// A run as tables: aligned text for the terminal, Markdown for the documentation.

import type { BenchResult, EnvironmentResult, Measured, Row } from './results.ts'
import type { Timing } from './timing.ts'

const HEAD = ['what', 'ours s', 'GFLOP/s', '% of limit', 'peer', 'peer s', 'ratio']
/** Columns of text; all others are numbers and end at the right. */
const TEXT = new Set(['what', 'peer'])

/** A median that is so many times the minimum says more about the machine than about the case. */
const UNSTEADY = 1.3

/** All tables as aligned text, and what was skipped. */
export function textReport(result: BenchResult): string {
  const lines = result.environments.flatMap((environment) => [
    '',
    heading(environment),
    ...aligned([HEAD, ...environmentLines(environment)]),
  ])
  const notes = noteLines(result)
  return [title(result), ...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}

/** All tables as Markdown. */
export function markdownReport(result: BenchResult): string {
  const tables = result.environments.flatMap((environment) => [
    '',
    `### ${heading(environment)}`,
    '',
    row(HEAD),
    row(HEAD.map((name) => (TEXT.has(name) ? '---' : '---:'))),
    ...environmentLines(environment).map(row),
  ])
  const notes = noteLines(result).flatMap((note) => ['', note])
  return [title(result), ...tables, ...notes].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function title({ date, machine, versions, quick }: BenchResult): string {
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

/** The first peer stands beside ours, the others below it. */
function environmentLines({ rows }: EnvironmentResult): string[][] {
  return rows.flatMap((each) => {
    const ours = [each.what, ...oursCells(each)]
    const peers = each.peers.map((peer) => peerCells(peer, each.ours))
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

function noteLines({ skipped, environments }: BenchResult): string[] {
  const passes = environments.flatMap(({ name, rows }) =>
    rows.flatMap(({ what, ours }) =>
      'timing' in ours && ours.note !== undefined ? [`${name}: ${what}: ${ours.note}.`] : [],
    ),
  )
  return [...passes, ...skipped.map(({ what, why }) => `Skipped: ${what}: ${why}.`)]
}

/** The median; `~` marks one that lies far above the minimum, as on a busy machine. */
function seconds({ median, min }: Timing): string {
  const value = median >= 0.001 ? significant(median) : `${(median * 1e6).toFixed(0)} us`
  return median > UNSTEADY * min ? `~${value}` : value
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)))
  return lines.map((cells) =>
    cells
      .map((cell, i) => (TEXT.has(HEAD[i]!) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}
