// Classes of the splits: those without objects, and shares that are not those of nature.

import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { BySplit } from './by-split.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'

/** Splits and classes without objects. `counts` are per class; `rows` count labels that are no class, too. */
export function auditClasses(
  labels: readonly string[],
  counts: BySplit<readonly number[]>,
  rows: BySplit<number>,
  files: BySplit<string>,
): Finding[] {
  const found: Finding[] = []
  for (const split of SPLIT_NAMES) {
    const file = files[split]
    const name = SPLIT_LABELS[split]
    if (rows[split] === 0) {
      const message = `${file}: ${name} is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.`
      found.push(finding('block', 'empty-split', message, { file, counts: { rows: 0 } }))
      continue
    }
    const absent = labels.filter((_, index) => counts[split][index] === 0)
    if (absent.length === 0) continue
    const details = { file, counts: { absent: absent.length, classes: labels.length } }
    const classes = `${absent.length === 1 ? 'class' : 'classes'} ${formatList(absent)}`
    if (split !== 'train') {
      const message = `${file}: ${name} has no object of ${classes}: precision, recall and F1-score there will be 0.`
      found.push(finding('warning', 'class-missing', message, details))
    } else if (absent.length === labels.length - 1) {
      const only = labels.find((_, index) => counts.train[index]! > 0)
      const message = `${file}: TRAIN has one class only, ${only}. There is nothing to tell apart.`
      found.push(finding('block', 'one-class', message, details))
    } else {
      const message = `${file}: TRAIN has no object of ${classes}, so no network can learn ${absent.length === 1 ? 'it' : 'them'}.`
      found.push(finding('block', 'class-absent-from-train', message, details))
    }
  }
  return found
}

/** Shares of classes that differ by more than 5 points, rounding aside, change what a test says. */
const MOST_DIFFERENCE = 0.05 + 1e-9
/** The largest class has at most so many times the objects of the smallest where classes are called equal. */
const EQUAL = 1.2
/** Standard errors within which a share may differ by chance. */
const BY_CHANCE = 3

/**
 * `classes-balanced`: where the shares of classes in TEST are not the natural ones, or nothing tells the natural ones. A note
 * where classes were made equal, since that is somebody's choice; a warning where nothing explains the difference. The latter
 * must be more than a draw gives: of 30 objects at 50 %, every other draw is 5 points off.
 * @param counts objects per class
 * @param prevalence objects per class as nature has them; `null` where nothing tells it
 * @param isBalanced whether the data are called balanced
 */
export function auditBalance(
  labels: readonly string[],
  counts: BySplit<readonly number[]>,
  prevalence: readonly number[] | null,
  isBalanced: boolean,
): Finding[] {
  const total = sumOf(counts.test)
  const test = sharesOf(counts.test)
  const isEqual = Math.max(...counts.test) <= EQUAL * Math.min(...counts.test)
  if (total === 0) return []
  if (prevalence === null || sumOf(prevalence) === 0) {
    if (!isBalanced && !isEqual) return []
    const what = isBalanced ? 'The data are called balanced' : 'All classes of TEST are about equal'
    const message = `${what} (TEST: ${formatShares(labels, test)}), and nothing here tells how frequent the classes are by nature. Where one is more frequent than here, precision and accuracy will differ from this test. Put the unbalanced tree or the raw files into the folder, and the network is tested at natural prevalence as well.`
    return [finding('info', 'classes-balanced', message, { counts: { rows: total } })]
  }
  const natural = sharesOf(prevalence)
  const differences = test.map((share, i) => Math.abs(share - natural[i]!))
  const isByChance = differences.every((difference, i) => {
    const share = natural[i]!
    return difference <= BY_CHANCE * Math.sqrt((share * (1 - share)) / total)
  })
  const largest = Math.max(...differences)
  const isChosen = isBalanced || isEqual
  if (largest <= MOST_DIFFERENCE || (!isChosen && isByChance)) return []
  const effect = isChosen
    ? 'the test will look better than at natural prevalence'
    : 'precision and accuracy will differ from this test at natural prevalence'
  const message = `TEST has ${formatShares(labels, test)}, at natural prevalence it is ${formatShares(labels, natural)}: ${effect}. TRAIN has ${formatShares(labels, sharesOf(counts.train))}.`
  return [
    finding(isChosen ? 'info' : 'warning', 'classes-balanced', message, {
      counts: { rows: total, points: Number((100 * largest).toFixed(1)) },
    }),
  ]
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const total = Math.max(1, sumOf(counts))
  return counts.map((count) => count / total)
}

/** `Success 80.0 % and Spurious 20.0 %` */
function formatShares(labels: readonly string[], shares: readonly number[]): string {
  return formatList(labels.map((label, i) => `${label} ${(100 * shares[i]!).toFixed(1)} %`))
}
