// JSON Schema as far as the published schemas use it, so that a test can hold them against the readers.

import { readFileSync } from 'node:fs'

interface Schema {
  readonly $ref?: string
  readonly oneOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: 'date-time'
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly propertyNames?: Schema
  readonly additionalProperties?: false
  readonly required?: readonly string[]
  readonly items?: Schema
}

/** Keywords that say nothing about a value. */
const NOTES = ['$schema', '$defs', 'title', 'description']
const KEYWORDS: readonly (keyof Schema)[] = [
  '$ref',
  'oneOf',
  'type',
  'const',
  'enum',
  'pattern',
  'format',
  'minLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'properties',
  'patternProperties',
  'propertyNames',
  'additionalProperties',
  'required',
  'items',
]

/** A part of a file in `public/`. */
interface Located {
  readonly file: string
  readonly at: Schema
}

/** Whether a value is one that `public/<file>` describes. */
export function schemaAccepts(file: string, value: unknown): boolean {
  return accepts({ file, at: load(file) }, value)
}

const loaded = new Map<string, Schema>()

function load(file: string): Schema {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const schema: Schema = JSON.parse(readFileSync(new URL(`../../public/${file}`, import.meta.url), 'utf8'))
  loaded.set(file, schema)
  return schema
}

function resolve(ref: string, from: string): Located {
  const [name, pointer] = ref.split('#/') as [string, string]
  const file = name === '' ? from : name
  let at: unknown = load(file)
  for (const key of pointer.split('/')) at = (at as Readonly<Record<string, unknown>>)[key]
  if (at === undefined) throw new Error(`${from} refers to ${ref}, which is not there`)
  return { file, at: at as Schema }
}

function accepts({ file, at }: Located, value: unknown): boolean {
  const unknown = Object.keys(at).filter((key) => ![...NOTES, ...KEYWORDS].includes(key))
  if (unknown.length > 0) throw new Error(`This fixture does not know ${unknown}`)
  const within = (schema: Schema, inner: unknown) => accepts({ file, at: schema }, inner)
  const checks = [
    at.$ref === undefined || accepts(resolve(at.$ref, file), value),
    at.oneOf === undefined || at.oneOf.filter((one) => within(one, value)).length === 1,
    at.type === undefined || [at.type].flat().some((type) => isOfType(value, type)),
    !('const' in at) || at.const === value,
    at.enum?.includes(value) ?? true,
  ]
  if (checks.includes(false)) return false
  if (typeof value === 'string') {
    const isMatch = at.pattern === undefined || new RegExp(at.pattern, 'u').test(value)
    const isTime = at.format === undefined || !Number.isNaN(Date.parse(value))
    return isMatch && isTime && value.length >= (at.minLength ?? 0)
  }
  if (typeof value === 'number')
    return value >= (at.minimum ?? -Infinity) && value <= (at.maximum ?? Infinity)
  if (Array.isArray(value)) {
    const isLong = value.length >= (at.minItems ?? 0) && value.length <= (at.maxItems ?? Infinity)
    return isLong && value.every((item) => within(at.items ?? {}, item))
  }
  if (typeof value !== 'object' || value === null) return true
  return (
    (at.required ?? []).every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, item]) => acceptsKey({ file, at }, key, item))
  )
}

function acceptsKey({ file, at }: Located, key: string, item: unknown): boolean {
  const named = Object.entries(at.properties ?? {}).filter(([name]) => name === key)
  const matching = Object.entries(at.patternProperties ?? {}).filter(([pattern]) =>
    new RegExp(pattern, 'u').test(key),
  )
  const schemas = [...named, ...matching].map(([, schema]) => schema)
  if (schemas.length === 0 && at.additionalProperties === false) return false
  return (
    accepts({ file, at: at.propertyNames ?? {} }, key) &&
    schemas.every((schema) => accepts({ file, at: schema }, item))
  )
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
