// The commands as a person and a script start them: through npm, in processes of their own.

import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trainableFiles, writeFiles } from '../src/node/console.fixture.ts'

const ROOT = join(import.meta.dirname, '..')
const FIXTURES = join(ROOT, 'reference', 'fixtures')
/** A cold start builds the command line first; another test may keep both cores busy meanwhile. */
const TIMEOUT = 60_000

let folder
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redshift-studio-cli-'))
  writeFiles(join(folder, 'tree'), trainableFiles())
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs `npm run --silent ...`; `onOutput` sees what was printed so far. */
function npm(args, onOutput = () => {}) {
  return new Promise((resolve, reject) => {
    // a group of its own, as a shell gives it: a terminal's Ctrl-C goes to all of the group
    const child = spawn('npm', ['run', '--silent', ...args], { cwd: ROOT, detached: true })
    let [out, err] = ['', '']
    child.stdout.on('data', (data) => {
      out += data
      onOutput(out, child)
    })
    child.stderr.on('data', (data) => {
      err += data
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out, err: withoutNpm(err) }))
  })
}

/** npm's own warnings are none of ours. */
function withoutNpm(text) {
  return text.replaceAll(/^npm .*\n/gm, '')
}

test('train writes a report: 0', { timeout: TIMEOUT }, async () => {
  const out = join(folder, 'r.json')
  const flags = `--data ${folder}/tree --target DeltaZ --balanced --model CNN3 --epochs 1 --batch 4 --backend wasm --out ${out}`
  const result = await npm(['train', '--', ...flags.split(' ')])
  expect(result).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(readFileSync(out, 'utf8')).meta.status).toBe('finished')
  const metrics = await npm(['metrics', '--', out, '--json'])
  expect(metrics).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(metrics.out)).toMatchObject({ bestEpoch: 1, model: 'CNN3' })
})

test.each([
  ['Ctrl-C, which npm passes on a second time', (child) => process.kill(-child.pid, 'SIGINT')],
  ['SIGTERM to npm', (child) => child.kill('SIGTERM')],
])('train ends in good order on %s: 130', { timeout: TIMEOUT }, async (_, interrupt) => {
  const out = join(folder, 'interrupted.json')
  rmSync(join(folder, 'interrupted.weights.npz'), { force: true })
  const flags = `--data ${folder}/tree --epochs 10000 --patience 10000 --batch 4 --backend wasm --out ${out}`
  let sent = false
  const result = await npm(['train', '--', ...flags.split(' ')], (output, child) => {
    if (sent || !output.includes('epoch 1 of 10000: ')) return
    sent = true
    interrupt(child)
  })
  expect(result).toMatchObject({ code: 130, signal: null, err: '' })
  const report = JSON.parse(readFileSync(out, 'utf8'))
  expect(report.meta).toMatchObject({ status: 'stopped', incomplete: true })
  expect(report.conf_matrix_test).not.toBeNull()
  expect(existsSync(join(folder, 'interrupted.weights.npz'))).toBe(true)
})

test('data prints JSON and nothing else: 0', { timeout: TIMEOUT }, async () => {
  const result = await npm(['data', '--', join(folder, 'tree'), '--json'])
  expect(result).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(result.out).datasets).toHaveLength(1)
})

test('verify: 0, and 1 where the engine differs', { timeout: TIMEOUT }, async () => {
  const fixture = join(FIXTURES, 'keras', 'CNN3-34')
  expect(await npm(['verify', '--', fixture, '--backend', 'wasm'])).toMatchObject({ code: 0, err: '' })
  const spoilt = join(folder, 'spoilt')
  mkdirSync(spoilt)
  cpSync(fixture, spoilt, { recursive: true })
  cpSync(join(fixture, 'weights', '01.npy'), join(spoilt, 'expect', 'adam', '01.npy'))
  // float32 in place of float64 is as good for the reader: only the values differ
  expect((await npm(['verify', '--', spoilt, '--backend', 'wasm'])).code).toBe(1)
})

test('wrong arguments: 2, one line and a hint', { timeout: TIMEOUT }, async () => {
  writeFileSync(join(folder, 'no-report.json'), '{}')
  for (const args of [
    ['train', '--', '--data', join(folder, 'nowhere')],
    ['data', '--', join(folder, 'nowhere')],
    ['metrics', '--', join(folder, 'no-report.json')],
    ['verify', '--', join(folder, 'nowhere')],
  ]) {
    const result = await npm(args)
    expect(result).toMatchObject({ code: 2, out: '' })
    expect(result.err).toMatch(/^Error: [^\n]+\nHint: [^\n]+\n$/)
  }
})
