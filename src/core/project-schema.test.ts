// The published schema and the reader must accept and refuse the same projects.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { StudioError } from './errors.ts'
import { BREAKS, changed, type Place, PROJECT, SAMPLE_BREAKS, SAMPLE_PROJECT } from './project.fixture.ts'
import { parseProject } from './project.ts'

interface Schema {
  readonly $ref?: string
  readonly oneOf?: readonly Schema[]
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** Keywords that say nothing about a value. */
const NOTES = ['$schema', '$defs', 'title', 'description', 'format', 'default']
const KEYWORDS = [
  '$ref',
  'oneOf',
  'type',
  'const',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMaximum',
  'maxItems',
  'properties',
  'required',
  'items',
]

const schema: Schema = JSON.parse(
  readFileSync(new URL('../../public/project.schema.json', import.meta.url), 'utf8'),
)

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

/** Whether JSON Schema accepts a value, as far as the schema uses it. */
function accepts(at: Schema, value: unknown): boolean {
  const unknown = Object.keys(at).filter((key) => ![...NOTES, ...KEYWORDS].includes(key))
  if (unknown.length > 0) throw new Error(`This test does not know ${unknown}`)
  const checks = [
    at.$ref === undefined || accepts(schema.$defs![at.$ref.replace('#/$defs/', '')]!, value),
    at.oneOf === undefined || at.oneOf.filter((one) => accepts(one, value)).length === 1,
    at.type === undefined || isOfType(value, at.type),
    !('const' in at) || at.const === value,
    at.enum?.includes(value) ?? true,
  ]
  if (checks.includes(false)) return false
  if (typeof value === 'string') return at.pattern === undefined || new RegExp(at.pattern, 'u').test(value)
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity, exclusiveMaximum = Infinity } = at
    return value >= minimum && value <= maximum && value < exclusiveMaximum
  }
  if (Array.isArray(value)) {
    return value.length <= (at.maxItems ?? Infinity) && value.every((item) => accepts(at.items ?? {}, item))
  }
  if (typeof value !== 'object' || value === null) return true
  return (
    (at.required ?? []).every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, item]) => accepts(at.properties?.[key] ?? {}, item))
  )
}

function isRead(value: unknown): boolean {
  try {
    parseProject(JSON.stringify(value), 'project.json')
    return true
  } catch (thrown) {
    if (thrown instanceof StudioError) return false
    throw thrown
  }
}

const EDGES: readonly (readonly [Place, unknown])[] = [
  [['created'], '2026-11-26T20:15:00Z'],
  [['data', 'candidate'], ''],
  [['data', 'rows', 'test'], 0],
  [['data', 'files'], []],
  [['data', 'files'], new Array(200).fill({ path: 'X.npy', bytes: 0 })],
  [['data', 'columns'], {}],
  [['preparation', 'testFraction'], 0],
  [['preparation', 'seed'], 2 ** 31 - 1],
  [['preparation', 'deltaZThreshold'], 0],
  [['preparation', 'drop'], []],
  [['keepMegabytes'], 0],
  [['keepMegabytes'], 8000],
  [['settings', 'epochs'], 10_000],
  [['settings', 'batchSize'], 65_536],
  [['settings', 'classWeights'], undefined],
  [['settings', 'classWeights'], 'balanced'],
  [['settings', 'memoryLimit'], null],
  [['settings', 'memoryLimit'], 50],
  [['settings', 'memoryLimit'], 1_000_000],
  [['comment'], 'of another program'],
  [['settings', 'optimizer'], 'Adam'],
]

describe('public/project.schema.json', () => {
  test.each([
    ['of files', PROJECT],
    ['of a sample', SAMPLE_PROJECT],
  ])('accepts a project %s', (_, project) => {
    expect([accepts(schema, project), isRead(project)]).toEqual([true, true])
  })

  test.each(EDGES)('accepts another value at %j, case %#', (place, to) => {
    const project = changed(PROJECT, place, to)
    expect([accepts(schema, project), isRead(project)]).toEqual([true, true])
  })

  test.each([
    ...BREAKS.map(([place, to]) => [place, to, PROJECT] as const),
    ...SAMPLE_BREAKS.map(([place, to]) => [place, to, SAMPLE_PROJECT] as const),
    [['format'], 'redshift-studio-report', PROJECT] as const,
    [['version'], 2, PROJECT] as const,
    [[], null, PROJECT] as const,
  ])('refuses another value at %j, case %#', (place, to, project) => {
    const broken = changed(project, place, to)
    expect([accepts(schema, broken), isRead(broken)]).toEqual([false, false])
  })

  test.each([
    ['of files', PROJECT],
    ['of a sample', SAMPLE_PROJECT],
  ])('requires every key of a project %s but classWeights', (_, project) => {
    const places = placesOf(project).filter((place) => !place.includes('columns') || place.length === 2)
    const free = places.filter((place) => accepts(schema, changed(project, place, undefined)))
    expect(free).toEqual([['settings', 'classWeights']])
    const freeToRead = places.filter((place) => isRead(changed(project, place, undefined)))
    expect(freeToRead).toEqual(free)
  })

  test('describes every key', () => {
    const known = new Set(keysOf(schema))
    const keys = [PROJECT, SAMPLE_PROJECT].flatMap(placesOf).map((place) => String(place.at(-1)))
    expect(keys.filter((key) => !known.has(key))).toEqual([])
  })
})

/** The places of all keys of objects; lists are left alone. */
function placesOf(value: object): Place[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    return [[key], ...(isObject ? placesOf(inner).map((place) => [key, ...place]) : [])]
  })
}

function keysOf(at: Schema): string[] {
  const inner = [...Object.values(at.properties ?? {}), ...Object.values(at.$defs ?? {})]
  return [...Object.keys(at.properties ?? {}), ...inner.flatMap(keysOf)]
}
