// `npm run screenshots`: brings the built studio into each of its states and takes pictures of it, light and dark, on a
// phone, a desktop and a wide screen. Those that README and docs show go to docs/screenshots, all of them to
// test-results/screenshots.

import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs'
import { createStaticServer, listen } from './static-server.mjs'

const ROOT = join(import.meta.dirname, '..')
const DIST = join(ROOT, 'dist')
const EVERY = join(ROOT, 'test-results', 'screenshots')
const FOR_DOCS = join(ROOT, 'docs', 'screenshots')
/** By state: the region that the picture of README or docs begins with, if it is not the top of the page. */
const DOC_STATES = {
  finished: null,
  objects: 'Objects list',
  figure: 'Figure and files',
  trust: 'Network and control',
  inspect: 'Inspected object',
  apply: 'Posteriors without labels',
  runs: 'Compared runs',
}
const DOC_SIZE = { width: 1440, height: 1080 }

const THEMES = ['light', 'dark']
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
  { width: 2560, height: 1440 },
]
/** A default run on two busy cores ends well within this. */
const RUN_TIMEOUT_MS = 300_000
/** Charts measure themselves and draw again after the window has changed. */
const SETTLE_MS = 700

/** By then every panel has something to show. */
const SECOND_EPOCH = /epoch\s+([2-9]|\d\d)/i

/** One visit of the page, from its opening to its last picture. */
const VISITS = [trainToTheEnd, lookAtData, stopMidway, failToStart]

async function trainToTheEnd(page) {
  await takeAll(page, 'empty')
  await readSlowly(page)
  await loadSample(page)
  await takeAll(page, 'ready')
  await startTraining(page)
  await waitForStatus(page, SECOND_EPOCH)
  await takeAll(page, 'training')
  await waitForStatus(page, /finished/i)
  await takeAll(page, 'finished')
  await lookAtFigure(page)
  await judgeNetwork(page)
  await lookAtMistakes(page)
  await applyNetwork(page)
  await showView(page, 'Training')
  await compareRuns(page)
}

/** The figure of the run that has ended, as it will be saved. */
async function lookAtFigure(page) {
  const panel = page.getByRole('region', { name: 'Figure and files' })
  await panel.getByRole('button', { name: 'Preview' }).click()
  await panel.locator('svg[role="img"]').waitFor({ timeout: 60_000 })
  await takeAll(page, 'figure')
  await panel.getByRole('button', { name: 'Preview' }).click()
}

/** What the network in use is worth, and what a temperature would change. */
async function judgeNetwork(page) {
  await showView(page, 'Trust')
  await page.getByRole('button', { name: 'Fit temperature' }).click()
  await takeAll(page, 'trust')
}

/** The objects of a wrong cell and where the network looked; then the labels that it doubts, one of them decided. */
async function lookAtMistakes(page) {
  await showView(page, 'Inspect')
  const list = page.getByRole('region', { name: 'Inspected list' })
  const object = page.getByRole('region', { name: 'Inspected object' })
  await list.getByRole('table', { name: 'Cells' }).locator('button[data-right="false"]').first().click()
  await object.getByRole('button', { name: 'Integrated gradients' }).click()
  // that of another method or object stands there until it is known
  const whenExplained = () =>
    object.locator('[aria-label="Saliency"][aria-busy="false"]').waitFor({ timeout: 60_000 })
  await whenExplained()
  await takeAll(page, 'inspect')
  await list.getByRole('radiogroup', { name: 'Listed' }).getByText('Disagreements').click()
  const confidence = list.getByRole('textbox', { name: 'Least confidence' })
  await confidence.fill('0.5')
  await confidence.press('Enter')
  await whenExplained()
  await object.getByRole('group', { name: 'New label' }).getByRole('button').first().click()
  await list.filter({ hasText: '1 decided' }).waitFor()
  await whenExplained()
  await takeAll(page, 'disagreements')
}

/** Answers to a file without labels. */
async function applyNetwork(page) {
  await showView(page, 'Apply')
  const region = page.getByRole('region', { name: 'Posteriors without labels' })
  const points = Number(/([\d,]+) points per row/.exec(await region.innerText())[1].replaceAll(',', ''))
  const file = {
    name: 'pdfs32_tonight.npy',
    mimeType: 'application/octet-stream',
    buffer: posteriors(points),
  }
  await region.getByLabel('Unlabelled files').setInputFiles(file)
  await region.getByRole('heading', { name: 'rows of 1 file' }).waitFor({ timeout: 60_000 })
  await takeAll(page, 'apply')
}

const UNLABELLED_ROWS = 400

/** ln p(z) as NPY: two peaks over ripples, higher or lower, at places that wander over the grid. */
function posteriors(points) {
  const values = new Float32Array(UNLABELLED_ROWS * points)
  for (let row = 0; row < UNLABELLED_ROWS; row++) {
    const [first, second] = [0.05 + ((row * 0.618) % 0.9), 0.05 + ((row * 0.414) % 0.9)]
    // from a forest of low peaks to one that stands alone, in ln p
    const height = 2 + 14 * ((row * 0.277) % 1)
    const peak = (at, place) => Math.exp(-0.5 * ((at - place) / 0.002) ** 2)
    for (let i = 0; i < points; i++) {
      const at = i / points
      const ripple = Math.sin(12.9 * i + row) * Math.sin(7.23 * i * (1 + row / 1000))
      values[row * points + i] =
        height * peak(at, first) + 0.6 * height * peak(at, second) + ripple - height / 2
    }
  }
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${UNLABELLED_ROWS}, ${points}), }`
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, 'latin1')
  return Buffer.concat([head, Buffer.from(values.buffer)])
}

/** Two more runs, the first of which differs from the one before by its seed only; all three held against each other. */
async function compareRuns(page) {
  await trainAnother(page, { seed: 3, schedule: 'exponential' })
  await trainAnother(page, { seed: 1, schedule: 'delayed' })
  await showView(page, 'Runs')
  for (const name of ['CNN3 DeltaZ', 'CNN3 DeltaZ 2', 'CNN3 DeltaZ 3']) {
    await page.getByRole('checkbox', { name: `Compare ${name}`, exact: true }).check()
  }
  await page.getByRole('region', { name: 'Same objects (McNemar)' }).waitFor()
  await takeAll(page, 'runs')
}

function showView(page, name) {
  return page.getByRole('radiogroup', { name: 'View' }).getByText(name, { exact: true }).click()
}

async function trainAnother(page, { seed, schedule }) {
  await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill(String(seed))
  await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption(schedule)
  await startTraining(page)
  // what it says at first is of the run before
  await page.locator('[aria-label="Run status"][data-status="running"]').waitFor({ timeout: 60_000 })
  await waitForStatus(page, /finished/i)
}

/** A sample so large that it is still being simulated when the last picture is taken. */
async function readSlowly(page) {
  const numbers = { 'Sample rows': 60_000, 'Grid points': 2048 }
  await page.getByRole('button', { name: 'Adjust' }).click()
  const before = {}
  for (const [name, value] of Object.entries(numbers)) {
    const field = page.getByRole('spinbutton', { name })
    before[name] = await field.inputValue()
    await field.fill(String(value))
  }
  await loadSample(page)
  await page.getByRole('progressbar', { name: 'Reading progress' }).waitFor()
  await takeAll(page, 'reading')
  await page.getByRole('button', { name: 'Cancel reading' }).click()
  for (const [name, value] of Object.entries(before)) await page.getByRole('spinbutton', { name }).fill(value)
  await page.getByRole('button', { name: 'Hide' }).click()
}

/** Splits in thought, then the objects. */
async function lookAtData(page) {
  await loadSample(page)
  await page.getByText('Splits and objects').click()
  await page.getByRole('region', { name: 'Splits' }).getByText('Draw anew').click()
  await page.getByRole('combobox', { name: 'Balance' }).selectOption({ index: 1 })
  await takeAll(page, 'splits')
  await page.getByRole('button', { name: 'Use these splits' }).click()
  await page.getByRole('button', { name: 'Compute class means' }).click()
  await page.getByRole('button', { name: 'Width (points)' }).click()
  await takeAll(page, 'objects')
}

async function stopMidway(page) {
  await loadSample(page)
  await startTraining(page)
  await waitForStatus(page, SECOND_EPOCH)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await waitForStatus(page, /stopped/i)
  await takeAll(page, 'stopped')
}

/** The wasm engine cannot load: its modules do not arrive, as on a server that lost them. A GPU trains all the same. */
async function failToStart(page) {
  await page.context().route(/assets\/(plain|relaxed)-/, (route) => route.abort())
  await loadSample(page)
  await startTraining(page)
  await waitForStatus(page, /failed|finished/i)
  if (
    await runStatus(page)
      .filter({ hasText: /finished/i })
      .isVisible()
  ) {
    console.log('failed: no picture, because this computer trains without wasm')
  } else {
    await takeAll(page, 'failed')
  }
}

async function loadSample(page) {
  await page.getByRole('button', { name: 'Load sample data' }).click()
}

/** Playwright waits until the button can be pressed, that is until the data are ready. */
async function startTraining(page) {
  await page.getByRole('button', { name: 'Start training' }).click({ timeout: 60_000 })
}

function runStatus(page) {
  return page.getByRole('region', { name: 'Run status' })
}

function waitForStatus(page, text) {
  return runStatus(page).filter({ hasText: text }).waitFor({ timeout: RUN_TIMEOUT_MS })
}

async function takeAll(page, state) {
  if (state === 'ready') {
    // a trial click waits for the button to be enabled and does not press it
    await page.getByRole('button', { name: 'Start training' }).click({ trial: true, timeout: 60_000 })
  }
  for (const size of SIZES) {
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await showAll(page, size)
      const path = join(EVERY, `${state}-${theme}-${size.width}.png`)
      await page.screenshot({ path, animations: 'disabled' })
      await reportOverflow(page, path)
    }
  }
  if (state in DOC_STATES) await takeForDocs(page, state)
  console.log(`${state}: ${SIZES.length * THEMES.length} pictures`)
}

/** What a visitor sees on a large screen without scrolling. */
async function takeForDocs(page, state) {
  await page.setViewportSize(DOC_SIZE)
  const name = DOC_STATES[state]
  if (name === null) {
    await page.evaluate(() => window.scrollTo(0, 0))
  } else {
    await page.getByRole('region', { name }).evaluate((element) => element.scrollIntoView())
  }
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.waitForTimeout(SETTLE_MS)
    await page.screenshot({ path: join(FOR_DOCS, `${state}-${theme}.png`), animations: 'disabled' })
  }
}

/**
 * Makes the window as high as the page. A picture of the full page from a lower window would show the buttons that stay
 * at the window's foot in the middle of everything.
 */
async function showAll(page, size) {
  await page.setViewportSize(size)
  await page.waitForTimeout(SETTLE_MS)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (height > size.height) {
    await page.setViewportSize({ width: size.width, height })
    await page.waitForTimeout(SETTLE_MS)
  }
}

/** A page that scrolls sideways is a defect that a picture of the full page hides. */
async function reportOverflow(page, path) {
  const pixels = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  if (pixels > 0) console.warn(`${path}: the page is ${pixels} px wider than its window`)
}

async function main() {
  if (!existsSync(join(DIST, 'index.html'))) {
    throw new Error('There is no build to take pictures of. Run `npm run build` first.')
  }
  rmSync(EVERY, { recursive: true, force: true })
  mkdirSync(EVERY, { recursive: true })
  mkdirSync(FOR_DOCS, { recursive: true })

  const server = createStaticServer(DIST)
  const address = `http://127.0.0.1:${await listen(server, 0)}/`
  const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_FLAGS })
  let failures = 0
  for (const visit of VISITS) {
    const page = await browser.newPage({ viewport: SIZES[0] })
    page.on('pageerror', (error) => console.warn(`${visit.name}: ${error.message}`))
    try {
      await page.goto(address)
      await page.getByRole('button', { name: 'Load sample data' }).waitFor()
      await visit(page)
    } catch (error) {
      failures++
      console.error(`${visit.name}: ${error.message}`)
      await page.screenshot({ path: join(EVERY, `broken-${visit.name}.png`), fullPage: true }).catch(() => {})
    }
    await page.context().close()
  }
  await browser.close()
  server.closeAllConnections()
  server.close()
  console.log(`Pictures are in ${EVERY}; those of README and docs in ${FOR_DOCS}.`)
  process.exitCode = failures > 0 ? 1 : 0
}

await main()
