// Looking at the objects: a table of as many as the real data set has, the viewer of one posterior, class means and the
// gallery. What the page shows is worked out here once more, in another way.

import type { Browser, Page, TestInfo } from '@playwright/test'
import { chooseFolder, shownObjects, showView, startButton } from './data-view.ts'
import { frameGaps, frameText } from './frames.ts'
import { longestTask } from './main-thread.ts'
import { writeNamedObjects } from './many-objects.ts'
import { thousands } from './own-counts.ts'
import { highestDensity, lengthOf, meanOf, sharesOf } from './own-posterior.ts'
import { drawObjects, type Objects, writeRaw } from './raw-files.ts'
import { expect, openStudio, region, shownTable, test } from './studio.ts'

/** Playwright's own trace takes snapshots of the page, which would show as long tasks. */
test.use({ trace: 'off' })

/** Milliseconds of processor time: what the eye takes for smooth. */
const LONGEST_TASK = 50
/** A machine that others share computes at half its speed for moments: the page is slow where it is slow each time. */
const TRIES = 3

const objectsList = (page: Page) => region(page, 'Objects list')
const grid = (page: Page) => page.getByRole('grid', { name: 'Objects' })

test('59,000 objects are sorted, filtered and stepped through without a stutter', async ({
  page,
  browser,
}, testInfo) => {
  const TOTAL = 59_000
  const directory = testInfo.outputPath('many')
  const { attributes, ids } = await writeNamedObjects(directory, TOTAL, 40)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled({ timeout: 60_000 })
  await showView(page, 'Splits and objects')
  await expect(objectsList(page)).toContainText('59,000 of 59,000 objects')

  const all = Array.from({ length: TOTAL }, (_, row) => row)
  const by = (value: (row: number) => number | string, descending = false) =>
    all.toSorted((a, b) => {
      const [x, y] = [value(a), value(b)]
      return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1) || a - b
    })
  const redshift = (row: number) => attributes[row]!.redshift
  const deltaZ = (row: number) => attributes[row]!.deltaZ
  const measure = (what: string, act: Act['act'], undo: Act['undo']) =>
    timed(browser, page, testInfo, what, { act, undo })
  const press = (title: string) => grid(page).getByRole('button', { name: title, exact: true }).click()

  /** The table shows these rows: its first ones, and after End its last ones. */
  const expectRows = async (rows: readonly number[]) => {
    await expect(objectsList(page)).toContainText(`${thousands(rows.length)} of 59,000 objects`)
    const expectAt = async (index: number) => {
      await expect
        .poll(async () => {
          const shown = await shownObjects(page)
          return shown.map(({ index: at, cells }) => [at, Number(cells.Row), cells.Id])
        })
        .toContainEqual([index, rows[index], ids[rows[index]!]])
      // all that is in view, not only the ends
      for (const { index: at, cells } of await shownObjects(page)) expect(Number(cells.Row)).toBe(rows[at])
    }
    await expectAt(0)
    await grid(page).press('End')
    await expectAt(rows.length - 1)
    await grid(page).press('Home')
    await expectAt(0)
  }

  await test.step('sorted by four columns, up and down', async () => {
    await press('Redshift')
    await expectRows(by(redshift))
    await measure(
      'sort by redshift, descending',
      () => press('Redshift'),
      () => press('Redshift'),
    )
    await expectRows(by(redshift, true))
    await measure(
      'sort by DeltaZ',
      () => press('DeltaZ'),
      () => press('Redshift'),
    )
    await expectRows(by(deltaZ))
    await press('Id')
    await measure(
      'sort by id, descending',
      () => press('Id'),
      () => press('Id'),
    )
    await expectRows(by((row) => ids[row]!, true))
    await press('Log-evidence')
    await expectRows(by((row) => attributes[row]!.logEvidence))
  })

  await test.step('filtered by class, range and text, sorted still', async () => {
    const sorted = by((row) => attributes[row]!.logEvidence)
    const isWrong = (row: number) => Math.abs(deltaZ(row)) >= 1e-3
    const isNear = (row: number) => redshift(row) >= 0.5 && redshift(row) <= 1.25
    const list = objectsList(page)
    const byClass = list.getByRole('combobox', { name: 'Class' })
    await measure(
      'filter by class',
      () => byClass.selectOption({ label: 'DeltaZ ≥ 1e-3' }),
      () => byClass.selectOption({ label: 'all classes' }),
    )
    await expectRows(sorted.filter(isWrong))
    await list.getByRole('button', { name: 'More filters' }).click()
    await list.getByRole('textbox', { name: 'Redshift from' }).fill('0.5')
    const upTo = list.getByRole('textbox', { name: 'Redshift to' })
    await measure(
      'filter by redshift',
      () => upTo.fill('1.25'),
      () => upTo.fill(''),
    )
    await expectRows(sorted.filter((row) => isWrong(row) && isNear(row)))
    const text = list.getByRole('textbox', { name: 'Find row or id' })
    await measure(
      'filter by text',
      () => text.fill('-0012'),
      () => text.fill(''),
    )
    await expectRows(sorted.filter((row) => isWrong(row) && isNear(row) && ids[row]!.includes('-0012')))
    await list.getByRole('button', { name: 'Clear filters' }).click()
    await expectRows(sorted)
  })

  await test.step('stepped through in the table and in the viewer', async () => {
    const sorted = by((row) => attributes[row]!.logEvidence)
    const title = region(page, 'Posterior').getByRole('heading', { level: 3 })
    const expectObject = async (index: number) => {
      const row = sorted[index]!
      await expect(title).toHaveText(new RegExp(`^(Train|Validation|Test), row ${row}, ${ids[row]}$`))
      await expect
        .poll(async () => (await shownObjects(page)).find(({ isSelected }) => isSelected))
        .toMatchObject({ index, cells: { Row: `${row}`, Id: ids[row] } })
    }
    await expectObject(0)
    await grid(page).focus()
    await page.keyboard.press('ArrowDown')
    await expectObject(1)
    const keys = (key: string) => () => repeated(40, () => page.keyboard.press(key))
    await measure('40 steps in the table', keys('ArrowDown'), keys('ArrowUp'))
    await expectObject(41)
    await page.keyboard.press('ArrowUp')
    await expectObject(40)
    await region(page, 'Posterior').getByRole('application').focus()
    await page.keyboard.press('ArrowLeft')
    await measure('40 steps in the viewer', keys('ArrowRight'), keys('ArrowLeft'))
    await expectObject(79)
  })

  await test.step('frames while scrolling and stepping', async () => {
    await grid(page).hover()
    const scrolling = await frameGaps(page, () => repeated(60, () => page.mouse.wheel(0, 700)))
    await grid(page).focus()
    const stepping = await frameGaps(page, () => repeated(60, () => page.keyboard.press('ArrowDown')))
    for (const [what, gaps] of [
      ['frames while scrolling', scrolling],
      ['frames while stepping', stepping],
    ] as const) {
      say(testInfo, what, frameText(gaps))
      expect(gaps.frames).toBeGreaterThan(10)
    }
  })
})

test('a posterior is drawn, measured and zoomed; the gallery and the class means are of the same objects', async ({
  page,
}, testInfo) => {
  const ROWS = 120
  const POINTS = 512
  const PLANTED = 77
  const [PEAK, OTHER] = [180, 330]
  const drawn = drawObjects(ROWS, POINTS, 7)
  const planted = drawn.lnP.subarray(PLANTED * POINTS, (PLANTED + 1) * POINTS)
  planted.forEach((_, i) => {
    planted[i] = Math.log(gauss(i, PEAK, 5) + 0.3 * gauss(i, OTHER, 8) + 1e-12)
  })
  const z = drawn.zgrid
  const objects: Objects = {
    ...drawn,
    attributes: drawn.attributes.map((each, row) =>
      row === PLANTED ? { ...each, redshift: z[PEAK + 2]! } : each,
    ),
  }
  const directory = testInfo.outputPath('raw')
  await writeRaw(directory, objects)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await showView(page, 'Splits and objects')
  const viewer = region(page, 'Posterior')
  const title = viewer.getByRole('heading', { level: 3 })
  const choose = async (row: number) => {
    await objectsList(page).getByRole('textbox', { name: 'Find row or id' }).fill(`${row}`)
    await expect(objectsList(page)).toContainText(`1 of ${ROWS} objects`)
    await grid(page)
      .getByRole('gridcell', { name: `${row}`, exact: true })
      .first()
      .click()
    await expect(title).toHaveText(new RegExp(`, row ${row}$`))
  }

  await test.step('estimate, intervals and peaks are those of the file', async () => {
    await choose(PLANTED)
    await expect(viewer).toContainText(`z_est ${z[PEAK + 2]!.toFixed(4)}`)
    const posterior = { zgrid: z, lnP: planted }
    for (const level of [0.68, 0.95]) {
      const runs = highestDensity(posterior, level)
      expect(runs).toHaveLength(2)
      const length = lengthOf(posterior, runs).toPrecision(3)
      await expect(viewer).toContainText(`${100 * level} % of the mass: ${length} in z, 2 intervals`)
    }
    const [first, second] = sharesOf(posterior, PEAK, OTHER)
    const toEstimate = (i: number) => (z[i]! - z[PEAK + 2]!) / (1 + z[PEAK + 2]!)
    expect(await shownTable(viewer.getByRole('table', { name: 'Highest peaks' }))).toEqual([
      ['1', z[PEAK]!.toFixed(4), `${(100 * first).toFixed(1)} %`, `−${(-toEstimate(PEAK)).toExponential(1)}`],
      ['2', z[OTHER]!.toFixed(4), `${(100 * second).toFixed(1)} %`, `+${toEstimate(OTHER).toFixed(3)}`],
    ])
  })

  const chart = viewer.getByRole('application')
  const range = viewer.getByRole('status')
  const [from, to] = [z[0]!, z[POINTS - 1]!]
  const press = (name: string) => viewer.getByRole('button', { name, exact: true }).click()
  const expectRange = (a: number, b: number) =>
    expect(range).toHaveText(`z ${a.toFixed(4)} to ${b.toFixed(4)}`)
  await test.step('zoomed by buttons and by keys', async () => {
    await expectRange(from, to)
    await press('Zoom in')
    await expectRange(from + (to - from) / 4, to - (to - from) / 4)
    await press('Zoom in')
    const eighth = (to - from) / 8
    await expectRange(from + 3 * eighth, to - 3 * eighth)
    await chart.focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expectRange(from + 3 * eighth + 0.2 * eighth, to - 3 * eighth + 0.2 * eighth)
    await page.keyboard.press('Shift+ArrowDown')
    await expectRange(from + 2.2 * eighth, to - 1.8 * eighth)
    await page.keyboard.press('Shift+ArrowUp')
    await expectRange(from + 3.2 * eighth, to - 2.8 * eighth)
    await page.keyboard.press('Home')
    await expectRange(from, to)
    await press('Zoom to peak')
    const [a, b] = (await range.textContent())!.match(/[\d.]+/g)!.map(Number)
    expect(a).toBeLessThan(z[PEAK - 10]!)
    expect(b).toBeGreaterThan(z[PEAK + 10]!)
    // the other peak is not in sight
    expect(b).toBeLessThan(z[OTHER - 30]!)
    await viewer.getByRole('button', { name: 'Show peak 2' }).click()
    const [c, d] = (await range.textContent())!.match(/[\d.]+/g)!.map(Number)
    expect(c).toBeGreaterThan(z[PEAK + 30]!)
    expect(d).toBeGreaterThan(z[OTHER + 10]!)
    await press('Whole range')
    await expectRange(from, to)
  })

  await test.step('p is drawn on a logarithmic axis too', async () => {
    const lines = () => chart.locator('path').evaluateAll((all) => all.map((each) => each.getAttribute('d')))
    const linear = await lines()
    await expect(chart).not.toContainText('10⁻²')
    await viewer.getByRole('radiogroup', { name: 'p axis' }).getByText('p log').click()
    await expect(chart).toContainText('10⁻²')
    expect(await lines()).not.toEqual(linear)
  })

  await test.step('arrow keys step through what the table shows, and stay at its ends', async () => {
    await objectsList(page).getByRole('button', { name: 'Clear filters' }).click()
    await chart.focus()
    await page.keyboard.press('ArrowDown')
    await expect(title).toHaveText(new RegExp(`, row ${PLANTED + 1}$`))
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowLeft')
    await expect(title).toHaveText(new RegExp(`, row ${PLANTED - 1}$`))
    await grid(page).press('End')
    await expect(title).toHaveText(new RegExp(`, row ${ROWS - 1}$`))
    await chart.press('ArrowRight')
    await expect(title).toHaveText(new RegExp(`, row ${ROWS - 1}$`))
  })

  const labels = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
  const rowsOf = (label: number) =>
    objects.attributes.flatMap(({ deltaZ }, row) => (Math.abs(deltaZ) < 1e-3 === (label === 0) ? [row] : []))
  await test.step('the gallery holds 12 objects of each class and opens them', async () => {
    const gallery = region(page, 'Gallery')
    const namesOf = (label: string) =>
      gallery.getByRole('region', { name: label }).getByRole('button').allTextContents()
    const before: string[][] = []
    for (const [label, name] of labels.entries()) {
      const names = await namesOf(name)
      const rows = names.map((text) => Number(/row (\d+)/.exec(text)?.[1]))
      expect(new Set(rows).size).toBe(12)
      for (const [i, row] of rows.entries()) {
        expect(rowsOf(label)).toContain(row)
        expect(names[i]).toContain(`z_est ${objects.attributes[row]!.redshift.toFixed(4)}`)
      }
      before.push(names)
    }
    const third = gallery.getByRole('region', { name: labels[1]! }).getByRole('button').nth(2)
    const row = Number(/row (\d+)/.exec((await third.textContent())!)![1])
    await third.click()
    await expect(title).toHaveText(new RegExp(`, row ${row}$`))
    await expect
      .poll(async () => (await shownObjects(page)).find(({ isSelected }) => isSelected)?.cells.Row)
      .toBe(`${row}`)
    await gallery.getByRole('button', { name: 'Draw 12 others' }).click()
    await expect.poll(() => namesOf(labels[0]!)).not.toEqual(before[0])
  })

  await test.step('class means are those of all objects of a class', async () => {
    const means = region(page, 'Class means')
    await means.getByRole('button', { name: 'Compute class means' }).click()
    for (const [label, name] of labels.entries()) {
      const rows = rowsOf(label)
      const mean = meanOf(rows.map((row) => objects.lnP.subarray(row * POINTS, (row + 1) * POINTS)))
      const highest = mean.indexOf(Math.max(...mean))
      await expect(means).toContainText(
        `${name}: mean of ${rows.length} of ${rows.length} objects, highest at ${z[highest]!.toFixed(4)}: ${mean[highest]!.toPrecision(3)} per point.`,
      )
    }
  })
})

function gauss(i: number, centre: number, width: number): number {
  return Math.exp(-0.5 * ((i - centre) / width) ** 2)
}

/** Something a person does, and how to take it back. */
interface Act {
  readonly act: () => Promise<unknown>
  readonly undo: () => Promise<unknown>
}

/** Acts, says how long the main thread was busy at a time, and holds it to the limit. */
async function timed(
  browser: Browser,
  page: Page,
  testInfo: TestInfo,
  what: string,
  { act, undo }: Act,
): Promise<void> {
  const tries: number[] = []
  while (tries.length === 0 || (tries.at(-1)! >= LONGEST_TASK && tries.length < TRIES)) {
    if (tries.length > 0) await undo()
    const longest = await longestTask(browser, page, async () => {
      await act()
      // two frames later the page has drawn what it was asked for
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
    })
    tries.push(longest)
  }
  say(testInfo, what, `longest task ${tries.map((longest) => `${longest.toFixed(1)} ms`).join(', ')}`)
  expect
    .soft(tries.at(-1)!, `processor time of the longest main-thread task, ${what}, ms`)
    .toBeLessThan(LONGEST_TASK)
}

function say(testInfo: TestInfo, type: string, description: string): void {
  testInfo.annotations.push({ type, description })
  console.log(`    ${type}: ${description}`)
}

async function repeated(times: number, act: () => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) await act()
}
