// The commands by name. Each is loaded when it is called: help and metrics need no engine.

import { describeError, StudioError } from '../core/errors.ts'
import { APPLY } from './apply-options.ts'
import { type Arguments, type CommandSpec, helpText, parseArguments } from './arguments.ts'
import type { Console } from './console.ts'
import { DATA } from './data-options.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { METRICS } from './metrics-options.ts'
import { printError } from './print-error.ts'
import { TRAIN } from './train-options.ts'
import { VERIFY } from './verify-options.ts'

interface Command {
  readonly spec: CommandSpec
  run(args: Arguments, console: Console): Promise<number>
}

const COMMANDS: readonly Command[] = [
  { spec: TRAIN, run: async (...given) => (await import('./train.ts')).train(...given) },
  {
    spec: APPLY,
    run: async (args, console) => (await import('./apply.ts')).apply(args, console),
  },
  { spec: DATA, run: async (...given) => (await import('./data.ts')).data(...given) },
  { spec: METRICS, run: async (...given) => (await import('./metrics.ts')).metrics(...given) },
  { spec: VERIFY, run: async (...given) => (await import('./verify.ts')).verify(...given) },
]

/**
 * Runs one command; whatever is thrown becomes two lines on standard error.
 * @param argv the command's name and its arguments
 * @returns the exit status
 */
export async function main([name, ...argv]: readonly string[], console: Console): Promise<number> {
  try {
    const command = COMMANDS.find(({ spec }) => spec.name === name)
    if (command === undefined) {
      const names = COMMANDS.map(({ spec }) => spec.name).join(', ')
      throw new StudioError('bad-input', `There is no command "${name ?? ''}".`, `The commands are ${names}.`)
    }
    if (argv.includes('--help')) {
      console.print(helpText(command.spec))
      return EXIT.ok
    }
    return await command.run(parseArguments(command.spec, argv), console)
  } catch (thrown) {
    const error = describeError(thrown)
    printError(console, error)
    return exitCodeOf(error.code)
  }
}
