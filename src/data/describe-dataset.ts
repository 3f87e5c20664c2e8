// The report of an arrangement: what there is, and what is wrong with it. Before the scan it says all that labels and
// attributes tell.

import type { AttributeName, DatasetReport, Finding, SplitReport } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import { TARGET_IDS, TARGETS, type TargetId } from '../core/targets.ts'
import type { Arrangement, DatasetSource } from './arrange.ts'
import { auditBalance, auditClasses } from './audit-classes.ts'
import { auditLeaks } from './audit-leaks.ts'
import { auditValues } from './audit-values.ts'
import { auditWidths } from './audit-widths.ts'
import { bySplit, mapSplits } from './by-split.ts'
import { checkColumns, checkPresence, checkStored } from './check-columns.ts'
import { checkSpacing, reportZgrid } from './check-zgrid.ts'
import { formatList } from './finding.ts'
import { chooseFloor } from './floor.ts'
import { hashText } from './hash.ts'
import { knownAttributes } from './known-attributes.ts'
import { gather, type Pool, partAt, partsHolding } from './pool.ts'
import { describePlan } from './prepared-findings.ts'
import { countRemedies } from './remedies.ts'
import { summariseRows } from './row-summary.ts'
import type { ScanFacts } from './scan-facts.ts'
import { summariseSplits } from './summarise-splits.ts'
import { usedWithin } from './used-rows.ts'

/** @param facts `null` before the scan */
export function describeDataset(
  source: DatasetSource,
  arrangement: Arrangement,
  facts: ScanFacts | null,
): DatasetReport {
  const { pool, zgrid } = source
  const { plan, summary, target, preparation } = arrangement
  const summaries = facts === null ? null : summariseSplits(pool, plan.rows, facts)
  const zgridReport = zgrid === null ? null : reportZgrid(zgrid)
  const findings = [
    ...source.findings,
    source.aboutTarget(target),
    ...(facts === null ? [] : auditScan(source, arrangement, facts)),
    ...describePlan(source, arrangement),
    ...auditLabels(source, arrangement),
    ...checkPresence(source, arrangement),
    ...checkSpacing(zgridReport),
    ...(summaries === null ? [] : [chooseFloor(summaries).finding]),
  ].filter((each) => each !== null)
  return {
    id: source.id,
    name: `${source.nameFor(target)}${preparation.balancing === 'none' ? '' : ', undersampled'}`,
    layout: source.layout,
    target,
    balance: preparation.balancing === 'none' ? source.balance : 'balanced',
    classes: summary.classes,
    labels: summary.labels,
    width: pool.parts[0]!.part.x.width,
    splits: bySplit((split) => reportSplit(source, arrangement, split, summaries?.[split].nonFinite ?? null)),
    zgrid: zgridReport,
    findings: bySeverity(countRemedies(findings, arrangement.wouldDrop)),
    shuffle: null,
    fingerprint: '',
    sourceFingerprint: facts === null ? '' : sourceFingerprint(pool, facts),
    preparation,
    planned: summary,
    choices: {
      given: source.given !== null,
      fromAttributes: isFromAttributes(source),
      targets: possibleTargets(source, target),
    },
  }
}

function reportSplit(
  { pool }: DatasetSource,
  { plan, summary }: Arrangement,
  split: SplitName,
  nonFinite: SplitReport['nonFinite'],
): SplitReport {
  const rows = plan.rows[split]
  const holding = partsHolding(pool, rows, split)
  const attributes = attributesIn(pool, rows)
  return {
    rows: rows.length,
    width: holding[0]!.part.x.width,
    type: [...new Set(holding.map(({ part }) => part.type))].join(' and '),
    counts: summary.counts[split],
    files: holding.flatMap(({ part }) => part.files),
    hasAttributes: attributes.length > 0,
    attributes,
    nonFinite,
  }
}

function attributesIn(pool: Pool, rows: Uint32Array): readonly AttributeName[] {
  const known = Array.from(rows, (row) => {
    const { part, from } = partAt(pool, row)
    return part.attributes?.[row - from]
  })
  return knownAttributes(known.filter((each) => each !== undefined))
}

/** Values, equal rows and widths. */
function auditScan(source: DatasetSource, arrangement: Arrangement, facts: ScanFacts): Finding[] {
  const { pool } = source
  const { plan, labelled, summary, preparation } = arrangement
  const ids = gather(pool, (part) => part.attributes?.map(({ id }) => id ?? null) ?? null, null)
  const values = pool.parts.flatMap((place) => {
    const { part } = place
    if (part.holds === 'natural') return []
    const stats = facts.statsOf(part)
    const used = usedWithin(place, plan)
    return auditValues(part.x.name, part.type, summariseRows(stats, used), stats.rangeLoss)
  })
  const numberOf = (row: number) => row - partAt(pool, row).from
  const files = bySplit((split) =>
    formatList(partsHolding(pool, plan.rows[split], split).map(({ part }) => part.x.name)),
  )
  return [
    ...values,
    ...auditLeaks({
      rows: plan.rows,
      labels: labelled.labels,
      classLabels: summary.labels,
      groups: facts,
      files,
      numberOf,
      ids,
      drawn: preparation.splits === 'drawn',
    }),
    ...auditWidths({ rows: plan.rows, widths: facts.widths, files, numberOf }),
  ]
}

/** Classes, and labels and attributes of the rows in use. */
function auditLabels(
  source: DatasetSource,
  { target, labelled, plan, summary, preparation }: Arrangement,
): Finding[] {
  const { pool, zgrid, balance } = source
  return [
    // before the classes that these labels leave empty
    ...pool.parts.flatMap((place) => checkStored(place.part, target, usedWithin(place, plan))),
    ...auditClasses(
      summary.labels,
      summary.counts,
      mapSplits(plan.rows, (rows) => rows.length),
      bySplit((split) =>
        formatList(partsHolding(pool, plan.rows[split], split).map(({ part }) => part.labelFile)),
      ),
    ),
    ...auditBalance(
      summary.labels,
      summary.counts,
      naturalPrevalence(source, summary),
      balance === 'balanced' || preparation.balancing !== 'none',
    ),
    ...labelled.findings,
    ...pool.parts.flatMap((place) => checkColumns(place.part, target, zgrid, usedWithin(place, plan))),
  ]
}

/** Objects per class at natural prevalence; `null` where nothing tells it. */
function naturalPrevalence(
  { balance, pool }: DatasetSource,
  { prevalence }: Arrangement['summary'],
): readonly number[] | null {
  const isKnown = balance !== 'balanced' || pool.parts.some(({ part }) => part.holds === 'natural')
  return isKnown ? prevalence : null
}

function isFromAttributes({ pool }: DatasetSource): boolean {
  return pool.parts.every(({ part }) => part.holds === 'natural' || part.stored === null)
}

/** Targets that may be chosen: those that attributes give, where there are no labels. */
function possibleTargets(source: DatasetSource, target: TargetId): readonly TargetId[] {
  if (!isFromAttributes(source)) return [target]
  return TARGET_IDS.filter((id) =>
    source.pool.parts.some(({ part }) =>
      part.attributes?.some((row) => TARGETS[id].classOf(row) !== undefined),
    ),
  )
}

/** Hash of every row as it lies in the files. */
function sourceFingerprint({ parts }: Pool, { hashes }: ScanFacts): string {
  const words: number[] = []
  for (const { part, from, to } of parts) {
    if (part.holds === 'natural') continue
    words.push(to - from, part.x.width)
    for (let row = 2 * from; row < 2 * to; row++) words.push(hashes[row]!)
  }
  return hashText(words)
}

const SEVERITIES: readonly Finding['severity'][] = ['block', 'warning', 'info']

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}
