// The control in words, the same in the page, in files and on the command line: what it is, what it reached, and what the
// network adds to it, counted on the same rows.

import { formatInteger, formatShare } from './format.ts'
import type { ControlView } from './run-view.ts'
import { mcnemar } from './statistics/mcnemar.ts'
import { pText } from './statistics/p-text.ts'

/** Rows by who has them right. */
export interface Advantage {
  /** that both can judge */
  readonly rows: number
  readonly onlyNetwork: number
  readonly onlyControl: number
  /** McNemar's exact test, two-sided */
  readonly p: number
}

/** Above it a difference is no evidence. */
const SIGNIFICANT = 0.05

/**
 * Counts rows of test by who has them right. `null` where outcomes of network or control are not known, or a file gives the two
 * on other rows.
 */
export function advantageOnTest({
  rows: control,
  networkRows: network,
}: Pick<ControlView, 'rows' | 'networkRows'>): Advantage | null {
  if (control === null || network === null) return null
  const { fingerprint, labels } = network
  if (fingerprint === '' || control.fingerprint !== fingerprint || control.labels !== labels) return null
  const { onlyBaseline, onlyOther, p } = mcnemar(control, network)
  return { rows: labels.length, onlyNetwork: onlyOther, onlyControl: onlyBaseline, p }
}

/** `logistic regression on 8 descriptors`. */
export function regressionText(descriptors: number): string {
  return `logistic regression on ${formatInteger(descriptors)} ${descriptors === 1 ? 'descriptor' : 'descriptors'}`
}

/**
 * `The network has 9.3 points more right than the control (McNemar p = 2.0e-5).`, or that nothing shows that it adds
 * something.
 * @param control what the control is called there
 */
export function advantageText({ rows, onlyNetwork, onlyControl, p }: Advantage, control: string): string {
  const more = onlyNetwork - onlyControl
  const points = `${(rows === 0 ? 0 : (100 * Math.abs(more)) / rows).toFixed(1)} points`
  const how = more === 0 ? 'as many right as' : `${points} ${more > 0 ? 'more' : 'fewer'} right than`
  const test = `McNemar ${pText(rows === 0 ? Number.NaN : p)}`
  if (p < SIGNIFICANT) return `The network has ${how} ${control} (${test}).`
  return `Nothing on these rows shows that the network adds something: it has ${how} ${control} (${test}).`
}

/**
 * The control and what the network adds to it, in two sentences: `Control (logistic regression on 8 descriptors of each
 * posterior, trained on 10,000 rows): 81.20% of test right. The network has 6.1 points more right than the control (McNemar
 * p = 3.0e-4).`
 * @param advantage `null` leaves the second out
 */
export function controlText(
  { acc, descriptors, trainRows }: Pick<ControlView, 'acc' | 'descriptors' | 'trainRows'>,
  advantage: Advantage | null,
): string {
  const what = `${regressionText(descriptors.length)} of each posterior, trained on ${formatInteger(trainRows)} rows`
  return [
    `Control (${what}): ${formatShare(acc)} of test right.`,
    ...(advantage === null ? [] : [advantageText(advantage, 'the control')]),
  ].join(' ')
}
