// `npm test`: types, lint, unit tests, build, journeys. Every stage runs even if one before it failed; the last line is
// `N passed, N failed` over all of them. Arguments pick stages: `node scripts/test.mjs unit`.

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { delimiter, join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { listen } from './static-server.mjs'
import { countPlaywright, countVitest } from './test-counts.mjs'

const ROOT = join(import.meta.dirname, '..')
const RESULTS = join(ROOT, 'test-results')
const ENVIRONMENT = {
  ...process.env,
  PATH: join(ROOT, 'node_modules', '.bin') + delimiter + process.env.PATH,
}

const STAGES = {
  types: () => check('tsc', ['--noEmit']),
  // layers without typed-array loops: there an index may miss
  'indexed types': () => check('tsc', ['-p', 'tsconfig.indexed.json']),
  lint: () => check('biome', ['check', '.']),
  unit: runUnitTests,
  build: () => check('vite', ['build']),
  e2e: runJourneys,
}

/** Runs a tool in the project's folder; its output goes straight to the terminal. Resolves with the exit status. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...ENVIRONMENT, ...env },
      shell: process.platform === 'win32',
    })
      .on('error', (error) => {
        console.error(error.message)
        resolve(1)
      })
      .on('close', (code) => resolve(code ?? 1))
  })
}

/** A stage that is one test: it passes or fails as a whole. */
async function check(command, args) {
  const failed = (await run(command, args)) === 0 ? 0 : 1
  return { passed: 1 - failed, failed, skipped: [] }
}

async function runUnitTests() {
  const file = join(RESULTS, 'unit.json')
  rmSync(file, { force: true })
  const code = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return settle(code, file, countVitest)
}

async function runJourneys(done) {
  if (done.build?.failed) {
    console.error('The journeys did not run: there is no build.')
    return { passed: 0, failed: 1, skipped: [] }
  }
  const file = join(RESULTS, 'e2e.json')
  rmSync(file, { force: true })
  const env = { CHROMIUM_PATH: await findChromium(), E2E_PORT: String(await freePort()) }
  return settle(await run('playwright', ['test'], env), file, countPlaywright)
}

/** Counts from a report; a tool that failed without one, or without a failed test, still counts as a failure. */
function settle(code, file, count) {
  let counts
  try {
    counts = count(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    console.error(`No report in ${file}: ${error.message}`)
    return { passed: 0, failed: 1, skipped: [] }
  }
  if (counts.passed + counts.failed === 0) {
    console.error('No test ran.')
    return { ...counts, failed: 1 }
  }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

async function freePort() {
  const server = createServer()
  const port = await listen(server, 0)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The stages to run, in order. Journeys run on the build, so they bring it along: an old one would test old code. */
function chooseStages(names) {
  const all = Object.keys(STAGES)
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    console.error(`Unknown stage ${unknown.join(', ')}. The stages are ${all.join(', ')}.`)
    process.exit(2)
  }
  if (names.length === 0) return all
  return all.filter((name) => names.includes(name) || (name === 'build' && names.includes('e2e')))
}

async function main() {
  const chosen = chooseStages(process.argv.slice(2))
  mkdirSync(RESULTS, { recursive: true })
  const done = {}
  for (const name of chosen) {
    console.log(`\n=== ${name} ===`)
    const start = performance.now()
    const counts = await STAGES[name](done).catch((error) => {
      console.error(error.message)
      return { passed: 0, failed: 1, skipped: [] }
    })
    done[name] = { ...counts, seconds: (performance.now() - start) / 1000 }
  }

  console.log('\n=== summary ===')
  let passed = 0
  let failed = 0
  for (const [name, counts] of Object.entries(done)) {
    passed += counts.passed
    failed += counts.failed
    const numbers = `${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed`
    console.log(`${name.padEnd(6)}${numbers} ${counts.seconds.toFixed(1).padStart(7)} s`)
    for (const title of counts.skipped) console.log(`       skipped, so counted as failed: ${title}`)
  }
  process.exitCode = failed > 0 ? 1 : 0
  console.log(`${passed} passed, ${failed} failed`)
}

await main()
