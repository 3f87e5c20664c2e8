// Files that a run cannot write: every other one is written, and the command says which failed, and why (exit 2).

import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { trainingFolder } from './train.fixture.ts'

const { path, report, train, writeTree } = trainingFolder()
const isLinux = process.platform === 'linux'
const FREE = 'Hint: Free disk space, or choose another place.'
const EVERY = '--out out/r.json --weights w.npz --network n.keras --events e.jsonl'

function writeTreeAndOut(): void {
  writeTree()
  mkdirSync(path('out'))
}

test('the report, whose folder went away: weights and network are written before', async () => {
  writeTreeAndOut()
  const { code, out, err } = await train(EVERY, (line) => {
    if (line.startsWith('epoch 2 of 2: ')) rmSync(path('out'), { recursive: true })
  })
  expect(code).toBe(2)
  expect(err).toEqual([
    `Error: --out ${path('out/r.json')} cannot be written: ENOENT: no such file or directory.`,
    'Hint: Choose another place.',
  ])
  expect(out.slice(-2)).toEqual([
    expect.stringMatching(/^weights of epoch \d: w\.npz$/),
    expect.stringMatching(/^network of epoch \d: n\.keras$/),
  ])
  expect(readdirSync(path('.'))).toEqual(['e.jsonl', 'n.keras', 'tree', 'w.npz'])
})

test('events, whose folder went away: told once, and the run goes on', async () => {
  writeTreeAndOut()
  const { code, out, err } = await train('--events out/e.jsonl', (line) => {
    if (line.startsWith('epoch 1 of 2: ')) rmSync(path('out'), { recursive: true })
  })
  expect(code).toBe(2)
  expect(err).toEqual([
    `Error: --events ${path('out/e.jsonl')} cannot be written: ENOENT: no such file or directory.`,
    'Hint: Choose another place.',
  ])
  expect(out.at(-1)).toBe('report: report.json')
  expect(report().meta).toMatchObject({ status: 'finished', epochs: 2 })
})

test('weights beside the report of an interrupted run', async () => {
  writeTreeAndOut()
  const { code, err } = await train('--out out/r.json', (line, console) => {
    if (!line.startsWith('epoch 1 of 2: ')) return
    rmSync(path('out'), { recursive: true })
    console.interrupt()
  })
  expect(code).toBe(2)
  expect(err[0]).toBe(
    `Error: The weights beside the report, ${path('out/r.weights.npz')} cannot be written: ENOENT: no such file or directory.`,
  )
  expect(err[2]).toMatch(/^Error: --out /)
  expect(err).toHaveLength(4)
})

test.runIf(isLinux)('all on full devices: two lines for each', async () => {
  writeTree()
  for (const name of ['w.npz', 'n.keras']) symlinkSync('/dev/full', path(name))
  const { code, out, err } = await train('--out /dev/full --weights w.npz --network n.keras')
  expect(code).toBe(2)
  expect(err).toEqual([
    `Error: --weights ${path('w.npz')} could not be written: no space is left there.`,
    FREE,
    `Error: --network ${path('n.keras')} could not be written: no space is left there.`,
    FREE,
    'Error: --out /dev/full could not be written: no space is left there.',
    FREE,
  ])
  expect(out.filter((line) => /^(weights|network|report)/.test(line))).toEqual([])
})

test.each([
  ['--out', 'file/r.json'],
  ['--weights', 'file/w.npz'],
  ['--network', 'file/n.keras'],
  ['--events', 'file/e.jsonl'],
])('%s below a file: told before anything is read', async (flag, name) => {
  writeFileSync(path('file'), '')
  const { code, err, out } = await train(`${flag} ${name}`)
  expect([code, out]).toEqual([2, []])
  expect(err).toEqual([
    `Error: ${flag} ${path(name)} lies in ${path('file')}, which is no folder.`,
    'Hint: Make the folder first.',
  ])
})

test('a link to itself: told before training, and nothing stays of the other files', async () => {
  writeTree()
  symlinkSync(path('n.keras'), path('n.keras'))
  const { code, err } = await train('--network n.keras --weights w.npz')
  expect(code).toBe(2)
  expect(err[0]).toBe(
    `Error: --network ${path('n.keras')} cannot be written: ELOOP: too many symbolic links encountered.`,
  )
  expect(existsSync(path('w.npz')) || existsSync(path('report.json'))).toBe(false)
})
