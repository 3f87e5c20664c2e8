import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from './console.fixture.ts'
import { requireDistinct } from './distinct-files.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder.path, 'below'))
  writeFileSync(join(folder.path, 'a'), '')
  writeFileSync(join(folder.path, 'b'), '')
  symlinkSync(folder.path, join(folder.path, 'below', 'up'))
  symlinkSync(join(folder.path, 'a'), join(folder.path, 'soft'))
  linkSync(join(folder.path, 'a'), join(folder.path, 'hard'))
})
afterEach(() => folder.remove())

function check(outputs: readonly string[], inputs: readonly string[]): Promise<void> {
  const files = (names: readonly string[]) => names.map((name) => ({ name, path: `${folder.path}/${name}` }))
  return requireDistinct(files(outputs), files(inputs))
}

test.each([
  [['a'], ['a']],
  [['a'], ['b', 'below/../a']],
  [['soft'], ['a']],
  [['a'], ['hard']],
  [['below/up/a'], ['a']],
])('outputs %j over inputs %j are refused', async (outputs, inputs) => {
  await expect(check(outputs, inputs)).rejects.toMatchObject({
    code: 'bad-input',
    message: `${inputs.at(-1)} and ${outputs[0]} are the same file, which would be written over.`,
    hint: 'Give another path.',
  })
})

test('two outputs that are one file are refused before there is any', async () => {
  await expect(check(['new', 'below/up/new'], [])).rejects.toThrow(
    'new and below/up/new are the same file, which would be written over.',
  )
})

test.skipIf(process.platform === 'win32')('what keeps nothing may be named twice', async () => {
  const nothing = { name: '/dev/null', path: '/dev/null' }
  await requireDistinct([nothing, nothing], [nothing])
})

test('different files are not, nor is an input that is read twice', async () => {
  await check(['new', 'below/new', 'a'], ['b', 'b', 'nowhere/c'])
})
