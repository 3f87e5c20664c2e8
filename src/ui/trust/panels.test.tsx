// @vitest-environment happy-dom
import { act, type ReactNode } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { rankRows } from '../../core/trust/ranking.ts'
import { trustScores } from '../../core/trust/scores.ts'
import { softmaxRows } from '../../core/trust/softmax.ts'
import { type Rendered, region, render, textOf, type } from '../test-render.tsx'
import { ControlPanel } from './ControlPanel.tsx'
import { OperatingCurve } from './OperatingCurve.tsx'
import { RedshiftPanel } from './RedshiftPanel.tsx'
import { ReliabilityPanel } from './ReliabilityPanel.tsx'
import { ThresholdPanel } from './ThresholdPanel.tsx'
import { CONTROL, PREDICTIONS } from './test-data.ts'
import type { TrustSample } from './trust-sample.ts'
import type { Rankings } from './use-rankings.ts'

const { labels, redshift, logits, control } = PREDICTIONS.splits[0]!
const KEPT = 'DeltaZ < 1e-3'
const SAMPLE: TrustSample = {
  split: 'test',
  labels,
  redshift,
  classes: 2,
  names: [KEPT, 'DeltaZ ≥ 1e-3'],
  keptClass: 0,
  network: softmaxRows(logits, 2),
  control: softmaxRows(control!, 2),
  temperature: null,
}
const SCORES = {
  network: trustScores(SAMPLE.network, labels, 2, 0),
  control: trustScores(SAMPLE.control!, labels, 2, 0),
}
const RANKINGS = {
  network: rankRows(SAMPLE.network, labels, 2, 0),
  control: rankRows(SAMPLE.control!, labels, 2, 0),
}

let page: Rendered
afterEach(() => page.unmount())

function draw(panel: ReactNode): HTMLElement {
  page = render(panel)
  return page.container.querySelector('section')!
}
const cells = (row: Element) => [...row.children].map(textOf)
const rows = (table: Element | null) => [...(table?.querySelectorAll('tbody tr') ?? [])].map(cells)
const picture = () => page.container.querySelector('[role="img"]')!.getAttribute('aria-label')
const parts = (part: string) => [...page.container.querySelectorAll(`[data-part="${part}"]`)]
function press(name: string): void {
  act(() => [...page.container.querySelectorAll('button')].find((each) => textOf(each) === name)!.click())
}

describe('Network and control', () => {
  test('scores beside each other, and what the network adds', () => {
    const section = draw(<ControlPanel sample={SAMPLE} scores={SCORES} fit={CONTROL} />)
    expect(section.getAttribute('aria-label')).toBe('Network and control')
    // 3 rows that only the network has right, 1 that only the control has
    expect(textOf(section)).toContain(
      'Too few of these rows tell the network from the control, a logistic regression on 2 descriptors: 80.0 % right against 60.0 %, and in only 4 of 10 rows just one of the two is right; fewer than 6 prove nothing (McNemar p = 0.63). Of the 6 scores, the network is better in ',
    )
    const table = rows(section.querySelector('table'))
    expect(table.map(([name]) => name)).toEqual([
      'Accuracy (%)',
      'Log loss',
      'Brier score',
      'ECE',
      'AUC',
      'Average precision',
    ])
    expect(table[0]).toEqual(['Accuracy (%)', '80.00 (better)', '60.00', '+20.00', 'higher'])
    expect(table[4]).toEqual(['AUC', '0.9600 (better)', '0.7600', '+0.2000', 'higher'])
    expect(table[5]).toEqual(['Average precision', '0.9667 (better)', '0.8083', '+0.1583', 'higher'])
    expect([...section.querySelectorAll('b')].map(textOf)).toEqual(
      Array(6).fill(expect.stringMatching(/ \(better\)$/)),
    )
  })

  test('the better value stands out, whosever it is', () => {
    const scores = { network: SCORES.control, control: SCORES.network }
    const section = draw(<ControlPanel sample={SAMPLE} scores={scores} fit={CONTROL} />)
    const table = rows(section.querySelector('table'))
    expect(table[0]).toEqual(['Accuracy (%)', '60.00', '80.00 (better)', '−20.00', 'higher'])
    page.unmount()
    const equal = draw(
      <ControlPanel sample={SAMPLE} scores={{ ...SCORES, control: SCORES.network }} fit={CONTROL} />,
    )
    expect(equal.querySelectorAll('b')).toHaveLength(0)
  })

  test('on Train the control has nothing to say, and no time is no time', () => {
    const scores = { ...SCORES, control: null }
    const fit = { ...CONTROL, seconds: 0.049 }
    const section = draw(
      <ControlPanel sample={{ ...SAMPLE, split: 'train', control: null }} scores={scores} fit={fit} />,
    )
    expect(textOf(section)).toContain(
      'The control was fitted on TRAIN and is not asked about it. Choose other rows to see it.',
    )
    expect(textOf(section)).toContain('fitted on 400 rows of TRAIN in less than 0.1 s.')
  })

  test('coefficients on demand', () => {
    const section = draw(<ControlPanel sample={SAMPLE} scores={SCORES} fit={CONTROL} />)
    expect(textOf(section)).toContain('fitted on 400 rows of TRAIN in 0.4 s.')
    expect(section.querySelectorAll('table')).toHaveLength(1)
    press('Coefficients of the control')
    const table = section.querySelectorAll('table')[1]!
    expect(cells(table.querySelector('thead tr')!)).toEqual([
      'Descriptor',
      'Mean',
      'Standard deviation',
      KEPT,
      'DeltaZ ≥ 1e-3',
    ])
    expect(rows(table)).toEqual([
      ['modes', '2.500', '1.500', '+0.500', '−0.500'],
      ['entropy', '0.333', '0.063', '−1.250', '+1.250'],
      ['intercept', '', '', '+0.100', '−0.100'],
    ])
  })

  test('without a control it says why', () => {
    const scores = { ...SCORES, control: null }
    const section = draw(<ControlPanel sample={{ ...SAMPLE, control: null }} scores={scores} fit={null} />)
    expect(textOf(section)).toContain(
      'There is no control: the run was ended before it was fitted, or it could not be fitted on these data.',
    )
    expect(rows(section.querySelector('table'))[0]).toEqual(['Accuracy (%)', '80.00', '–', '–', 'higher'])
  })
})

describe('Reliability diagram', () => {
  const panel = <ReliabilityPanel sample={SAMPLE} scores={SCORES} />

  test('says how far off probabilities are', () => {
    const section = draw(panel)
    // confidences .95 .9 .85 .8 .7 .6 .7 .8 .9 .95, of which .7 and .6 are wrong once: bins hold 1, 2, 2, 3 and 2 rows
    const ece = (0.6 + 2 * 0.2 + 2 * 0.2 + 0.15 + 2 * 0.1 + 2 * 0.05) / 10
    expect(textOf(section)).toContain(
      `The network's probabilities are ${(100 * ece).toFixed(1)} points off on average (ECE ${ece.toFixed(4)}). No bin holds 10 rows. Brier score ${SCORES.network.brier.toFixed(4)}: `,
    )
    expect(picture()).toContain(`Network: ECE ${ece.toFixed(4)}, MCE 0.6000; control: ECE `)
  })

  test('a mark and an interval per bin with rows, and lines of different looks', () => {
    draw(panel)
    // six and five marks: one of each is in the legend, one more for few rows
    expect([parts('network mark').length, parts('network bar').length]).toEqual([7, 5])
    expect(parts('network line')).toHaveLength(1)
    expect(parts('control line')).toHaveLength(1)
    expect(textOf(page.container.querySelector('ul'))).toMatch(
      /^Network, ECE 0\.\d{4}Control, ECE 0\.\d{4}fewer than 10 rows$/,
    )
  })

  /** Probabilities of the first of two classes, so many rows of each, all of that class. */
  const certain = (counts: readonly (readonly [p: number, rows: number])[]): TrustSample => {
    const kept = counts.flatMap(([p, rows]) => Array<number>(rows).fill(p))
    const network = Float64Array.from(kept.flatMap((p) => [p, 1 - p]))
    return { ...SAMPLE, labels: new Uint8Array(kept.length), network, control: null }
  }

  test('does not join bins across one of few rows, and draws that hollow', () => {
    const sample = certain([
      [0.98, 10],
      [0.9, 12],
      [0.84, 9],
      [0.76, 10],
    ])
    const section = draw(<ReliabilityPanel sample={sample} scores={SCORES} />)
    // the axis of the most probable of two classes begins at a half: 414 pixels from 52 on
    const at = (p: number) => Math.round(10 * (52 + 414 * 2 * (p - 0.5))) / 10
    expect(parts('network line').at(-1)!.getAttribute('d')).toBe(
      `M${at(0.76)} 10h0M${at(0.9)} 10L${at(0.98)} 10`,
    )
    const drawn = [...section.querySelectorAll('[role="img"] [data-part="network mark"]')]
    expect(drawn.map((mark) => mark.classList.length)).toEqual([2, 3, 2, 2])
    expect(textOf(section)).toContain(
      'Of the bins with 10 rows or more the worst is 24.0 points off, of 10 rows.',
    )
    // the worst of all bins is this one, too
    expect(picture()).toContain('MCE 0.2400')
  })

  test('a bin of few rows is not the worst one in words, but is in the table', () => {
    const section = draw(
      <ReliabilityPanel
        sample={certain([
          [0.6, 2],
          [0.9, 1200],
        ])}
        scores={SCORES}
      />,
    )
    expect(textOf(section)).toContain(
      'Of the bins with 10 rows or more the worst is 10.0 points off, of 1,200 rows.',
    )
    press('Table of bins')
    expect(textOf(section)).toContain('Largest error of any bin, few rows or many (MCE): network 0.4000.')
    const heads = [...section.querySelectorAll('thead tr')].map(cells)
    expect(heads).toEqual([
      ['Probability', 'Network'],
      ['Rows', 'Predicted', 'Observed'],
    ])
  })

  test('rows per bin over an axis of whole numbers', () => {
    draw(panel)
    const histogram = parts('histogram')[0]!
    // 3 rows at most
    expect([...histogram.querySelectorAll('text')].map(textOf)).toEqual(['0', '2', 'rows'])
    expect(histogram.querySelectorAll('rect')).toHaveLength(5)
  })

  test('of one class, with a table of its bins', () => {
    const section = draw(panel)
    const select = section.querySelector('select')!
    expect([...select.options].map(textOf)).toEqual(['most probable class', KEPT, 'DeltaZ ≥ 1e-3'])
    act(() => {
      select.value = '0'
      select.dispatchEvent(new Event('change', { bubbles: true }))
    })
    expect(textOf(section.querySelector('header'))).toContain(`Share of rows that belong to ${KEPT}`)
    press('Table of bins')
    const table = rows(section.querySelector('table'))
    // 0.95 alone of the network, nothing of the control
    expect(table.at(-1)).toEqual(['0.933 to 1.000', '1', '95.0 %', '100.0 % 20.7 to 100.0', '–', '–', '–'])
    expect([...section.querySelectorAll('thead tr')].map(cells)).toEqual([
      ['Probability', 'Network', 'Control'],
      ['Rows', 'Predicted', 'Observed', 'Rows', 'Predicted', 'Observed'],
    ])
  })
})

describe('curves', () => {
  test('the ROC curve with its operating point', () => {
    const section = draw(<OperatingCurve kind="roc" rankings={RANKINGS} threshold={0.5} kept={KEPT} />)
    expect(section.getAttribute('aria-label')).toBe('ROC curve')
    expect(textOf(section.querySelector('ul'))).toBe('Network, AUC 0.9600Control, AUC 0.7600')
    expect(picture()).toBe(
      'ROC curve. Network, AUC 0.9600. Control, AUC 0.7600. At threshold 0.5: completeness 80.0 %, false positive rate 20.0 %. The control with as many rows kept (5 rows): completeness 60.0 %, false positive rate 40.0 %',
    )
    const mark = section.querySelector('[role="img"] [data-part="network mark"]')!
    // 0.2 of 414 pixels from 52 on, 0.8 of 414 pixels above 424
    expect(['cx', 'cy'].map((name) => mark.getAttribute(name))).toEqual(['134.8', '92.8'])
    expect(parts('network line').at(-1)!.getAttribute('d')).toMatch(
      /^M52 424L52 341.2L52 258.4L52 175.6L52 92.8L134.8 92.8/,
    )
    // 0.4 and 0.6 of the same, less half a square
    const square = section.querySelector('[role="img"] [data-part="control mark"]')!
    expect(['x', 'y'].map((name) => square.getAttribute(name))).toEqual(['212.6', '170.6'])
    expect([...section.querySelectorAll('[role="img"] text')].map(textOf)).toContain('chance')
  })

  test('precision and recall, in steps', () => {
    const section = draw(
      <OperatingCurve kind="precisionRecall" rankings={RANKINGS} threshold={0.75} kept={KEPT} />,
    )
    expect(section.getAttribute('aria-label')).toBe('Precision and recall')
    expect(textOf(section.querySelector('ul'))).toBe('Network, AP 0.9667Control, AP 0.8083')
    expect(textOf([...section.querySelectorAll('p')].at(-1)!)).toBe(
      'At threshold 0.75: purity 100.0 %, completeness 80.0 % (dot). The control with as many rows kept (4 rows): purity 75.0 %, completeness 60.0 % (square).',
    )
  })

  test('no points where nothing is kept, and equal probabilities of the control stay together', () => {
    const draws = (rankings: Rankings, threshold: number) => {
      const section = draw(
        <OperatingCurve kind="precisionRecall" rankings={rankings} threshold={threshold} kept={KEPT} />,
      )
      const found = [textOf([...section.querySelectorAll('p')].at(-1)!), parts('control mark').length]
      page.unmount()
      return found
    }
    // no mark in the legend either
    expect(draws(RANKINGS, 0.99)).toEqual(['At threshold 0.99: purity –, completeness 0.0 % (dot).', 0])
    const alike = rankRows(new Float64Array(20).fill(0.5), labels, 2, 0)
    expect(draws({ ...RANKINGS, control: alike }, 0.75)).toEqual([
      'At threshold 0.75: purity 100.0 %, completeness 80.0 % (dot). The control with 10 rows kept, as equal probabilities stay together: purity 50.0 %, completeness 100.0 % (square).',
      2,
    ])
    draw(<OperatingCurve kind="roc" rankings={RANKINGS} threshold={0.5} kept={KEPT} />)
  })

  test('no control, no class to find, nothing else', () => {
    draw(<OperatingCurve kind="roc" rankings={{ ...RANKINGS, control: null }} threshold={0.5} kept={KEPT} />)
    expect(picture()).toBe(
      'ROC curve. Network, AUC 0.9600. At threshold 0.5: completeness 80.0 %, false positive rate 20.0 %',
    )
    page.unmount()
    const none = { ...RANKINGS.network, positives: 0 }
    const all = { ...RANKINGS.network, positives: 10 }
    const text = (network: typeof none) =>
      textOf(
        draw(<OperatingCurve kind="roc" rankings={{ network, control: null }} threshold={0.5} kept={KEPT} />),
      )
    expect(text(none)).toBe(`ROC curveNone of these rows belongs to ${KEPT}: there is no curve.`)
    page.unmount()
    expect(text(all)).toBe(`ROC curveAll of these rows belong to ${KEPT}: there is no curve.`)
  })
})

describe('Threshold', () => {
  const THRESHOLD = {
    sample: SAMPLE,
    rankings: RANKINGS,
    threshold: 0.5,
    chosenOn: null,
    surveyShare: null,
    naturalShare: null,
  } as const
  const lines = (section: Element) => [...section.querySelectorAll('dl > div')].map(textOf)
  const panel = <ThresholdPanel {...THRESHOLD} />
  const slider = () => page.container.querySelector<HTMLInputElement>('input[type="range"]')!

  test('says purity, completeness and coverage with what they are shares of', () => {
    const section = draw(panel)
    expect(lines(section)).toEqual([
      `Purity80.0 % (37.6 to 96.4) 4 of 5 kept rows belong to ${KEPT}`,
      `Completeness80.0 % (37.6 to 96.4) 4 of 5 rows of ${KEPT} are kept`,
      'Coverage50.0 % (23.7 to 76.3) 5 of 10 rows are kept',
      // of 0.9, 0.8, 0.75, 0.7 and 0.65 the third and the last are of the other class
      'Control60.0 % (23.1 to 88.2) pure, 60.0 % (23.1 to 88.2) complete, if it keeps as many rows',
    ])
    expect(slider().getAttribute('aria-valuetext')).toBe(
      '0.5: purity 80.0 %, completeness 80.0 %, coverage 50.0 %',
    )
  })

  test('of the control it says nothing where there is none, or nothing is kept', () => {
    const without = draw(<ThresholdPanel {...THRESHOLD} rankings={{ ...RANKINGS, control: null }} />)
    expect(lines(without)).toHaveLength(3)
    page.unmount()
    expect(lines(draw(<ThresholdPanel {...THRESHOLD} threshold={0.99} />))).toHaveLength(3)
  })

  test('equal rows of the control stay together, and it says so', () => {
    const control = rankRows(new Float64Array(20).fill(0.5), labels, 2, 0)
    const section = draw(<ThresholdPanel {...THRESHOLD} rankings={{ ...RANKINGS, control }} />)
    expect(lines(section)[3]).toBe(
      'Control50.0 % (23.7 to 76.3) pure, 100.0 % (56.6 to 100.0) complete, if it keeps 10 rows, since equal ones stay together',
    )
  })

  test('purity at the share in the survey: as the data have it, or as somebody says', () => {
    const share = () => page.container.querySelectorAll<HTMLInputElement>('input[type="number"]')[1]!
    const natural = draw(<ThresholdPanel {...THRESHOLD} naturalShare={0.75} />)
    // completeness 0.8, contamination 0.2: 0.6 / (0.6 + 0.05); the interval by reference/make_prevalence_fixtures.py
    expect(lines(natural)[1]).toBe(
      `Purity at 75.0 %92.3 % (75.0 to 98.5) if so many are ${KEPT}, as of all objects`,
    )
    const label = natural.querySelector(`label[for="${share().id}"]`)
    expect(textOf(label)).toBe(`Share of ${KEPT} in your survey (%)`)
    expect([share().value, share().placeholder]).toEqual(['', '75.0'])
    type(share(), '7.5')
    expect(page.calls).toEqual([['setTrust', { surveyShare: 0.075 }]])
    page.unmount()
    const sample = { ...SAMPLE, classes: 3, names: [KEPT, 'b', 'c'] }
    const given = draw(
      <ThresholdPanel {...THRESHOLD} sample={sample} naturalShare={0.75} surveyShare={0.07} />,
    )
    // 0.056 / (0.056 + 0.186)
    expect(lines(given)[1]).toMatch(
      /^Purity at 7\.0 %23\.1 % \([\d.]+ to [\d.]+\) if so many are DeltaZ < 1e-3, as in your survey, and the others as common among each other as here$/,
    )
    expect(share().value).toBe('7')
    type(share(), '')
    expect(page.calls).toEqual([['setTrust', { surveyShare: null }]])
    page.unmount()
    draw(panel)
    expect([share().value, share().placeholder]).toEqual(['', 'not given'])
  })

  test('is set by slider, number, buttons and chart', () => {
    const section = draw(panel)
    const label = section.querySelector<HTMLLabelElement>(`label[for="${slider().id}"]`)
    expect(textOf(label)).toBe('Threshold')
    expect([slider().min, slider().max, slider().step]).toEqual(['0', '1', '0.001'])
    type(slider(), '0.731')
    type(section.querySelector<HTMLInputElement>('input[type="number"]')!, '0.25')
    press('Purity 95 %')
    const surface = parts('surface')[0]!
    const at = (name: string, clientX: number, buttons: number) =>
      act(() => {
        surface.dispatchEvent(
          Object.assign(new Event(name, { bubbles: true }), { clientX, buttons, pointerId: 1 }),
        )
      })
    at('pointerdown', 52 + 0.6 * 414, 1)
    at('pointermove', 52 + 0.7 * 414, 1)
    at('pointermove', 52 + 0.8 * 414, 0)
    at('pointermove', 9999, 1)
    const scores = RANKINGS.network.scores
    expect(page.calls).toEqual([
      ['setTrust', { threshold: 0.731 }],
      ['setTrust', { threshold: 0.25 }],
      // the fourth of the falling scores: 0.8
      ['setTrust', { threshold: scores[3] }],
      ['setTrust', { threshold: 0.6 }],
      ['setTrust', { threshold: 0.7 }],
      ['setTrust', { threshold: 1 }],
    ])
  })

  test('purities that no threshold reaches are told', () => {
    const section = draw(
      <ThresholdPanel {...THRESHOLD} rankings={{ network: RANKINGS.control, control: null }} />,
    )
    expect(textOf(section)).not.toContain('No threshold reaches')
    // 0.9 and 0.8 alone
    expect([...section.querySelector('button')!.parentElement!.querySelectorAll('p')].map(textOf)).toEqual([
      '2 rows cannot show 95 % or 99 %: the interval begins at 34.2 %. It takes at least 73 or 381.',
    ])
    page.unmount()
    // the most certain row is of another class
    const ranking = rankRows(Float64Array.of(0.9, 0.1, 0.8, 0.2), Uint8Array.of(1, 0), 2, 0)
    const other = draw(<ThresholdPanel {...THRESHOLD} rankings={{ network: ranking, control: null }} />)
    expect(textOf(other)).toContain('No threshold reaches 95 % or 99 %. Highest purity 50.0 % at 0.8.')
    expect([...other.querySelectorAll('button')].map(({ disabled }) => disabled)).toEqual([true, true])
  })

  test('says how it was chosen, and that nothing is kept', () => {
    const notes = (props: Partial<Parameters<typeof ThresholdPanel>[0]>) => {
      const section = draw(<ThresholdPanel {...THRESHOLD} {...props} />)
      const around = [...section.querySelector('dl')!.parentElement!.parentElement!.children]
      const texts = around.filter(({ tagName }) => tagName === 'P').map(textOf)
      page.unmount()
      return texts
    }
    const pure = RANKINGS.network.scores[3]!
    expect(notes({ chosenOn: 'test' })).toEqual([])
    expect(notes({ threshold: pure })).toEqual([])
    expect(notes({ threshold: pure, chosenOn: 'test', naturalShare: 0.9 })).toEqual([
      'Chosen on these rows, so they look better than others will. Choose on Validation, then read Test.',
    ])
    expect(notes({ threshold: 0.99, chosenOn: 'validation' })).toEqual([
      'No row reaches 0.99; the highest probability is 0.95.',
      'Chosen on Validation.',
    ])
    draw(panel)
  })

  test('has a line at the threshold, and three curves', () => {
    draw(panel)
    expect(parts('threshold')[0]!.getAttribute('d')).toBe('M259 10v310')
    expect(['purity', 'completeness', 'coverage'].map((look) => parts(`${look} line`).length)).toEqual([
      1, 1, 1,
    ])
  })
})

describe('By redshift', () => {
  test('shares per bin, drawn and in a table', () => {
    const section = draw(<RedshiftPanel sample={SAMPLE} rankings={RANKINGS} threshold={0.5} />)
    const table = rows(section.querySelector('table'))
    // ten rows at 0, 0.5 ... 4.5 in eight bins
    expect(table).toHaveLength(8)
    expect(table[0]).toEqual([
      '0.000 to 0.563',
      '2',
      '100.0 % 34.2 to 100.0 2 of 2',
      '100.0 % 34.2 to 100.0 2 of 2',
      '100.0 % 34.2 to 100.0 2 of 2',
      '100.0 % 34.2 to 100.0 2 of 2',
    ])
    // of the last bin only the control keeps a row, of another class
    expect(table[7]).toEqual([
      '3.938 to 4.500',
      '2',
      '– – 0 of 0',
      '– – 0 of 0',
      '0.0 % 0.0 to 65.8 0 of 2',
      '0.0 % 0.0 to 79.3 0 of 1',
    ])
    expect(parts('bin')).toHaveLength(8)
    // the control keeps rows 0, 1, 4, 5 and 9
    const isKept = table.map((cells) => !cells[5]!.startsWith('–'))
    expect(isKept).toEqual([true, false, false, true, true, false, false, true])
    // and one in the legend
    expect(parts('control notch')).toHaveLength(5)
    expect([...section.querySelectorAll('thead tr')].map(cells)).toEqual([
      ['Redshift', 'Rows', 'Network', 'Control'],
      ['Purity', 'Complete\u00adness', 'Coverage', 'Purity'],
    ])
    expect(textOf(section.querySelector('ul'))).toBe('puritycompletenesscoveragepurity of the control')
    // marks without lines, in the legend too
    expect(section.querySelectorAll('[class*="line"]')).toHaveLength(0)
    expect(textOf(section)).toContain('The control keeps as many rows as the network, over all bins')
    expect(section.querySelectorAll('[role="img"] [data-part="coverage mark"]')).toHaveLength(8)
  })

  test('without a control, and where the network keeps nothing', () => {
    const alone = draw(
      <RedshiftPanel
        sample={{ ...SAMPLE, control: null }}
        rankings={{ ...RANKINGS, control: null }}
        threshold={0.5}
      />,
    )
    expect(rows(alone.querySelector('table'))[0]).toHaveLength(5)
    expect(textOf(alone)).not.toMatch(/control/i)
    page.unmount()
    const none = draw(<RedshiftPanel sample={SAMPLE} rankings={RANKINGS} threshold={0.99} />)
    expect(rows(none.querySelector('table')).map((cells) => cells[5])).toEqual(Array(8).fill('– – 0 of 0'))
  })

  test('bins are equally wide, with their edges as labels', () => {
    const section = draw(<RedshiftPanel sample={SAMPLE} rankings={RANKINGS} threshold={0.5} />)
    const texts = [...section.querySelectorAll('[role="img"] text')].map(textOf)
    expect(texts.slice(-10)).toEqual([
      '0.00',
      '0.56',
      '1.13',
      '1.69',
      '2.25',
      '2.81',
      '3.38',
      '3.94',
      '4.50',
      'estimated redshift, edges of the bins',
    ])
  })

  test('tells rows that are left out, and where no redshift is known', () => {
    const some = redshift.slice().fill(Number.NaN, 0, 3)
    const section = draw(
      <RedshiftPanel sample={{ ...SAMPLE, redshift: some }} rankings={RANKINGS} threshold={0.5} />,
    )
    expect(textOf(section)).toContain('3 rows of 10 are left out: no redshift, or no answer of the network.')
    page.unmount()
    const none = redshift.slice().fill(Number.NaN)
    expect(
      textOf(
        draw(<RedshiftPanel sample={{ ...SAMPLE, redshift: none }} rankings={RANKINGS} threshold={0.5} />),
      ),
    ).toBe('By redshiftThe data give no estimated redshift of these rows.')
    expect(region(page.container, 'By redshift').querySelector('svg')).toBeNull()
  })
})

test('captions tell that probabilities are calibrated', () => {
  const sample = { ...SAMPLE, temperature: 0.936_04 }
  page = render(
    <>
      <ReliabilityPanel sample={sample} scores={SCORES} />
      <ThresholdPanel
        sample={sample}
        rankings={RANKINGS}
        threshold={0.5}
        chosenOn={null}
        surveyShare={null}
        naturalShare={null}
      />
      <RedshiftPanel sample={sample} rankings={RANKINGS} threshold={0.5} />
    </>,
  )
  const captions = [...page.container.querySelectorAll('section > header > p')].map(textOf)
  expect(captions.map((caption) => caption.endsWith('. Calibrated, T = 0.936.'))).toEqual([true, true, true])
})
