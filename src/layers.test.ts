// Who may import whom. The tables below are the architecture: a file that breaks them fails here, with its name, the
// import and the rule. Tests and their fixtures may import what they like, but nothing else may import them.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** A layer is a folder of src, or one file where its neighbours have other rules. */
interface LayerRule {
  /** layers that may be imported; the own one always may */
  readonly imports: readonly string[]
  /** layers or files that only `import type` may name */
  readonly types?: readonly string[]
  readonly packages?: readonly string[]
}

const LAYERS: Readonly<Record<string, LayerRule>> = {
  core: { imports: [], packages: ['@noble/hashes', 'pure-rand', 'valibot'] },
  formats: {
    imports: ['core'],
    packages: ['@zip.js/zip.js', 'apache-arrow', 'fzstd', 'h5wasm', 'hyparquet-compressors'],
  },
  data: { imports: ['core', 'formats'], packages: ['@zip.js/zip.js'] },
  engine: { imports: ['core', 'data'], packages: ['@tensorflow/*', 'virtual:simd'] },
  'worker/port.ts': { imports: [] },
  'worker/protocol.ts': { imports: [], types: ['core', 'engine/types.ts'] },
  'worker/serve.ts': { imports: ['core', 'worker/port.ts', 'worker/protocol.ts'] },
  'worker/client.ts': { imports: ['core', 'worker/port.ts', 'worker/protocol.ts'] },
  'worker/remote-engine.ts': {
    imports: ['core', 'worker/client.ts', 'worker/protocol.ts'],
    types: ['engine/types.ts'],
  },
  'worker/spawn.ts': { imports: ['core', 'worker/client.ts', 'worker/port.ts'] },
  'worker/coalesce.ts': { imports: [] },
  'worker/browser-environment.ts': {
    imports: ['core', 'data', 'engine', 'worker/opfs-scratch.ts', 'worker/tuning-database.ts'],
    packages: ['@tensorflow/*', 'virtual:keras-fixtures'],
  },
  'worker/opfs-scratch.ts': { imports: ['core', 'data'] },
  'worker/tuning-database.ts': { imports: [], types: ['engine/tuning-store.ts'] },
  'worker/entry.ts': {
    imports: [
      'core',
      'engine',
      'worker/browser-environment.ts',
      'worker/coalesce.ts',
      'worker/port.ts',
      'worker/serve.ts',
    ],
    packages: ['@tensorflow/*'],
  },
  storage: { imports: ['core'], packages: ['idb'] },
  store: { imports: ['core'], types: ['engine/types.ts'], packages: ['zustand'] },
  ui: {
    imports: ['store', 'core'],
    packages: [
      'react',
      'react-dom',
      '@mantine/*',
      '@tanstack/react-virtual',
      'd3-scale',
      'dejavu-fonts-ttf',
      'jspdf',
      'opentype.js',
      'recharts',
      'zustand',
    ],
  },
  node: {
    imports: ['engine', 'data', 'formats', 'core'],
    packages: ['node:*', '@tensorflow/*', 'webgpu'],
  },
  'main.tsx': {
    imports: [
      'core',
      'main.css',
      'storage',
      'store',
      'ui',
      'worker/client.ts',
      'worker/entry.ts',
      'worker/remote-engine.ts',
      'worker/spawn.ts',
    ],
    types: ['engine/types.ts'],
    packages: ['react', 'react-dom', '@mantine/*'],
  },
}

/** Names of the page and the worker that the pure layers and the engine must not touch. */
const PAGE_GLOBALS = /(?<![.\w'"])(?:document|self|window|localStorage)(?=\.)|(?<![.\w])postMessage(?=\()/g
const WITHOUT_PAGE = ['core', 'formats', 'data', 'engine', 'node']

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

/** Import, export-from, dynamic import, and `new URL('./x.ts', import.meta.url)` of a worker, in source order by kind. */
function readImports(source: string): Import[] {
  const code = withoutComments(source)
  const statements = code.matchAll(
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'"`;()=]*?\sfrom\s+)?['"]([^'"]+)['"]/gm,
  )
  const dynamic = code.matchAll(/(\btypeof\s+)?\bimport\(\s*['"`]([^'"`]+)['"`]/g)
  const urls = code.matchAll(/()\bnew\s+URL\(\s*['"`]([^'"`]+\.[jt]sx?)['"`]\s*,\s*import\.meta\.url/g)
  return [...statements, ...dynamic, ...urls].map(([, type, specifier]) => ({
    specifier: specifier!.replace(/\?.*$/, ''),
    typeOnly: Boolean(type),
  }))
}

/** Drops block comments that start a line and whole-line comments: no import statement follows code on a line. */
function withoutComments(source: string): string {
  return source.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, '').replace(/^[ \t]*\/\/.*$/gm, '')
}

function layerOf(path: string): string {
  return path in LAYERS || !path.includes('/') ? path : path.slice(0, path.indexOf('/'))
}

function isTest(path: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(path)
}

function matches(name: string, patterns: readonly string[] = []): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern || name.startsWith(`${pattern}/`),
  )
}

/** Every breach of the tables, as `file: what is wrong`. `files` maps paths below src to their source. */
function findViolations(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, source]) => {
    if (isTest(path)) return []
    const rule = LAYERS[layerOf(path)]
    if (rule === undefined) return [`${path}: belongs to no layer, give it a row in LAYERS`]
    const layer = layerOf(path)
    return [
      ...(/(^|\/)index\.tsx?$/.test(path)
        ? [`${path}: no barrel files, name the file after its subject`]
        : []),
      ...readImports(source).flatMap((each) => judge(path, layer, rule, each)),
      ...(WITHOUT_PAGE.includes(layer)
        ? [...withoutComments(source).matchAll(PAGE_GLOBALS)].map(
            ([name]) => `${path}: ${layer} may not use ${name}`,
          )
        : []),
    ]
  })
}

function judge(path: string, layer: string, rule: LayerRule, { specifier, typeOnly }: Import): string[] {
  if (!specifier.startsWith('.')) {
    return matches(specifier, rule.packages) ? [] : [`${path}: ${layer} may not import ${specifier}`]
  }
  const target = join(dirname(path), specifier)
  if (target.startsWith('..')) return [`${path}: ${specifier} lies outside src`]
  if (isTest(target)) return [`${path}: nothing may import the test ${target}`]
  if (layerOf(target) === layer || rule.imports.includes(layerOf(target))) return []
  if (!matches(target, rule.types)) return [`${path}: ${layer} may not import ${target}`]
  return typeOnly ? [] : [`${path}: ${layer} may import ${target} as \`import type\` only`]
}

/** Circles of imports between files, types included, each as `a -> b -> a`; one for every way back that is found. */
function findCycles(files: ReadonlyMap<string, string>): string[] {
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    if (done.has(path)) return
    for (const { specifier } of readImports(files.get(path) ?? '')) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier), [...trail, path])
    }
    done.add(path)
  }
  for (const path of files.keys()) visit(path, [])
  return cycles
}

function readSources(): Map<string, string> {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

describe('this source tree', () => {
  const files = readSources()

  test('has been read', () => {
    expect([...files.keys()]).toContain('core/errors.ts')
    expect(readImports(files.get('core/run.ts')!)).toContainEqual({
      specifier: './errors.ts',
      typeOnly: true,
    })
  })

  test('keeps to its layers', () => {
    expect(findViolations(files)).toEqual([])
  })

  test('has no circular imports', () => {
    expect(findCycles(files)).toEqual([])
  })
})

describe('a planted violation is caught', () => {
  test.each([
    ['core/a.ts', "import { b } from '../data/b.ts'", 'core may not import data/b.ts'],
    ['core/a.ts', "import * as tf from '@tensorflow/tfjs-core'", 'core may not import @tensorflow/tfjs-core'],
    ['core/a.ts', "import 'react'", 'core may not import react'],
    ['core/a.ts', 'const width = window.innerWidth', 'core may not use window'],
    ['data/a.ts', "export { b } from '../engine/b.ts'", 'data may not import engine/b.ts'],
    ['data/a.ts', "export * from '../ui/b.tsx'", 'data may not import ui/b.tsx'],
    ['engine/a.ts', "import { readNpy } from '../formats/npy.ts'", 'engine may not import formats/npy.ts'],
    ['engine/a.ts', 'self.close()', 'engine may not use self'],
    ['engine/a.ts', 'postMessage(1)', 'engine may not use postMessage'],
    ['engine/a.ts', "import {\n  create,\n  globals,\n} from 'webgpu'", 'engine may not import webgpu'],
    [
      'ui/a.tsx',
      "const tf = await import('@tensorflow/tfjs-core')",
      'ui may not import @tensorflow/tfjs-core',
    ],
    ['ui/a.tsx', "import type { Engine } from '../engine/types.ts'", 'ui may not import engine/types.ts'],
    [
      'ui/a.tsx',
      "new Worker(new URL('../worker/entry.ts', import.meta.url))",
      'ui may not import worker/entry.ts',
    ],
    ['ui/a.tsx', "import Entry from '../worker/entry.ts?worker'", 'ui may not import worker/entry.ts'],
    ['ui/a.test.tsx', "import { test } from 'vitest'", undefined],
    ['ui/a.tsx', "import { helper } from './b.test.tsx'", 'nothing may import the test ui/b.test.tsx'],
    [
      'store/a.ts',
      "import { x } from '../engine/types.ts'",
      'store may import engine/types.ts as `import type` only',
    ],
    [
      'store/a.ts',
      "import { type Engine } from '../engine/types.ts'",
      'store may import engine/types.ts as `import type` only',
    ],
    ['store/a.ts', "import type { Engine } from '../engine/types.ts'", undefined],
    [
      'store/a.ts',
      "import type { Trainer } from '../engine/trainer.ts'",
      'store may not import engine/trainer.ts',
    ],
    ['store/a.ts', "import { useStore } from 'react'", 'store may not import react'],
    [
      'worker/protocol.ts',
      "import { x } from '../core/errors.ts'",
      'worker/protocol.ts may import core/errors.ts as `import type` only',
    ],
    [
      'worker/client.ts',
      "import { serve } from './serve.ts'",
      'worker/client.ts may not import worker/serve.ts',
    ],
    ['worker/more.ts', '', 'belongs to no layer, give it a row in LAYERS'],
    ['extra/a.ts', '', 'belongs to no layer, give it a row in LAYERS'],
    ['core/index.ts', '', 'no barrel files, name the file after its subject'],
    ['core/a.ts', "import { version } from '../../package.json'", '../../package.json lies outside src'],
    ['core/a.ts', "// import 'react'\n/** see import('react') */\n * import 'react'", undefined],
  ])('%s with %s', (path, source, expected) => {
    expect(findViolations(new Map([[path, source]]))).toEqual(
      expected === undefined ? [] : [`${path}: ${expected}`],
    )
  })

  test('a circle of three files', () => {
    const files = new Map([
      ['core/a.ts', "import { b } from './b.ts'"],
      ['core/b.ts', "import type { C } from './deep/c.ts'"],
      ['core/deep/c.ts', "import { a } from '../a.ts'"],
    ])
    expect(findCycles(files)).toEqual(['core/a.ts -> core/b.ts -> core/deep/c.ts -> core/a.ts'])
  })
})
