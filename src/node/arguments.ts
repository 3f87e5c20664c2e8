// Reads a command's arguments by a table of its flags. A message names the flag, the value, and what is allowed.

import { StudioError } from '../core/errors.ts'

/** One flag. `value` is how its value is called in the help; a flag without one is a switch. */
export interface FlagSpec {
  readonly value?: string
  readonly help: string
}

/** What a command takes. */
export interface CommandSpec {
  readonly name: string
  readonly summary: string
  /** name of the one argument without a flag, for example `DIR` */
  readonly argument?: string
  readonly flags: Readonly<Record<string, FlagSpec>>
}

/** Arguments that were given; a switch has the value `true`. */
export interface Arguments {
  readonly argument: string | null
  readonly flags: ReadonlyMap<string, string | true>
}

/**
 * Splits a command line by the table. `--flag value` and `--flag=value` are the same.
 * @throws StudioError `bad-input` for unknown and repeated flags, missing values and arguments too many
 */
export function parseArguments(spec: CommandSpec, argv: readonly string[]): Arguments {
  const flags = new Map<string, string | true>()
  let argument: string | null = null
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (!word.startsWith('--')) {
      if (spec.argument === undefined || argument !== null) {
        throw badUsage(spec, `Unexpected argument "${word}".`)
      }
      argument = word
      continue
    }
    const equals = word.indexOf('=')
    const name = word.slice(2, equals < 0 ? undefined : equals)
    const flag = Object.hasOwn(spec.flags, name) ? spec.flags[name]! : undefined
    if (flag === undefined) throw badUsage(spec, `Unknown flag --${name}.`)
    if (flags.has(name)) throw badUsage(spec, `--${name} is given twice.`)
    if (flag.value === undefined) {
      if (equals >= 0) throw badUsage(spec, `--${name} takes no value, got "${word.slice(equals + 1)}".`)
      flags.set(name, true)
      continue
    }
    const value = equals < 0 ? argv[++i] : word.slice(equals + 1)
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
      throw badUsage(spec, `--${name} needs a value: --${name} ${flag.value}.`)
    }
    flags.set(name, value)
  }
  return { argument, flags }
}

/** @throws StudioError `bad-input` if the argument without a flag is missing */
export function requiredArgument(spec: CommandSpec, { argument }: Arguments): string {
  if (argument === null) throw badUsage(spec, `${spec.argument} is missing.`)
  return argument
}

/** Text after a flag, or `undefined` if it was not given. */
export function textFlag({ flags }: Arguments, name: string): string | undefined {
  const value = flags.get(name)
  return typeof value === 'string' ? value : undefined
}

/**
 * One of several words.
 * @throws StudioError `bad-input` for any other
 */
export function choiceFlag<Choice extends string>(
  args: Arguments,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = textFlag(args, name)
  if (value === undefined) return undefined
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw wrongValue(name, value, `one of ${choices.join(', ')}`)
  return choice
}

/**
 * An integer in decimal digits.
 * @throws StudioError `bad-input` for anything else, and outside `least` to `most`
 */
export function integerFlag(args: Arguments, name: string, least: number, most: number): number | undefined {
  const value = textFlag(args, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw wrongValue(name, value, `an integer from ${least} to ${most}`)
  }
  return number
}

/**
 * A decimal number, `least` included and `most` excluded.
 * @throws StudioError `bad-input` for anything else
 */
export function numberFlag(args: Arguments, name: string, least: number, most: number): number | undefined {
  const value = textFlag(args, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d*\.?\d+(e[+-]?\d+)?$/i.test(value) || number < least || number >= most) {
    throw wrongValue(name, value, `a number from ${least} to below ${most}`)
  }
  return number
}

/** The text of `--help`. */
export function helpText({ name, summary, argument, flags }: CommandSpec): string {
  const lines = Object.entries(flags).map(
    ([flag, { value, help }]) => [`--${flag}${value === undefined ? '' : ` ${value}`}`, help] as const,
  )
  const width = Math.max(...lines.map(([left]) => left.length))
  return [
    `npm run --silent ${name} -- ${argument === undefined ? '' : `${argument} `}[flags]`,
    '',
    summary,
    '',
    ...lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n')
}

/** An error of usage, with the hint where to look. */
export function badUsage({ name, flags }: CommandSpec, message: string): StudioError {
  const known = Object.keys(flags).map((flag) => `--${flag}`)
  return new StudioError('bad-input', message, `${name} takes ${known.join(' ')}; --help explains them.`)
}

/** An error of a value that a flag does not take. */
export function wrongValue(name: string, value: string, expected: string): StudioError {
  return new StudioError(
    'bad-input',
    `--${name} is "${value}"; expected ${expected}.`,
    `Give --${name} ${expected}.`,
  )
}
