// The control in words, the same in the page, in files and on the command line: what it is, what it reached, and what the
// network adds to it, counted on the same rows.

import { formatInteger, formatTenths } from './format.ts'
import type { ControlView } from './run-view.ts'
import { mcnemar } from './statistics/mcnemar.ts'
import { pText } from './statistics/p-text.ts'

/** Rows by who has them right. */
export interface Advantage {
  /** that both can judge */
  readonly rows: number
  readonly bothRight: number
  readonly onlyNetwork: number
  readonly onlyControl: number
  /** McNemar's exact test, two-sided */
  readonly p: number
}

/** Above it a difference is no evidence. */
const SIGNIFICANT = 0.05
/** Of fewer rows that only one of the two has right not even the most uneven split is below: 2 / 2^5 is 0.0625. */
const FEWEST_ROWS_APART = 6

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
  const { bothRight, onlyBaseline, onlyOther, p } = mcnemar(control, network)
  return { rows: labels.length, bothRight, onlyNetwork: onlyOther, onlyControl: onlyBaseline, p }
}

/** `logistic regression on 8 descriptors`. */
export function regressionText(descriptors: number): string {
  return `logistic regression on ${formatInteger(descriptors)} ${descriptors === 1 ? 'descriptor' : 'descriptors'}`
}

/**
 * Who is better: `On these rows the network does better than the control: 87.3 % right against 81.2 %, more than chance
 * explains (McNemar p = 3.0e-4).`, or that chance explains the difference, or that too few rows tell them apart.
 * @param control what the control is called there
 */
export function advantageText(advantage: Advantage, control: string): string {
  const { rows, bothRight, onlyNetwork, onlyControl, p } = advantage
  if (rows === 0) return `There are no rows that both the network and ${control} can judge.`
  const [network, other] = [onlyNetwork, onlyControl].map((only) => formatTenths((bothRight + only) / rows))
  const shares = `${network} right against ${other}`
  const test = `(McNemar ${pText(p)})`
  const apart = onlyNetwork + onlyControl
  if (apart < FEWEST_ROWS_APART) {
    return `Too few of these rows tell the network from ${control}: ${shares}, and in only ${formatInteger(apart)} of ${formatInteger(rows)} rows just one of the two is right; fewer than ${FEWEST_ROWS_APART} prove nothing ${test}.`
  }
  if (p < SIGNIFICANT) {
    const how = onlyNetwork > onlyControl ? 'better' : 'worse'
    return `On these rows the network does ${how} than ${control}: ${shares}, more than chance explains ${test}.`
  }
  if (onlyNetwork > onlyControl) {
    return `These rows do not show that the network does better than ${control}: ${shares}, a difference that chance explains ${test}.`
  }
  const explained = onlyNetwork === onlyControl ? '' : ', a difference that chance explains'
  return `On these rows the network does no better than ${control}: ${shares}${explained} ${test}.`
}

/**
 * The control and what the network adds to it, in two sentences: `Control (logistic regression on 8 descriptors of each
 * posterior, trained on 10,000 rows): 81.2 % of test right. On these rows the network does better than the control: ...`
 * @param advantage `null` leaves the second out
 */
export function controlText(
  { acc, descriptors, trainRows }: Pick<ControlView, 'acc' | 'descriptors' | 'trainRows'>,
  advantage: Advantage | null,
): string {
  const what = `${regressionText(descriptors.length)} of each posterior, trained on ${formatInteger(trainRows)} rows`
  return [
    `Control (${what}): ${formatTenths(acc)} of test right.`,
    ...(advantage === null ? [] : [advantageText(advantage, 'the control')]),
  ].join(' ')
}
