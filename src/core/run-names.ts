// Names that runs get before a person gives them a better one.

import type { ModelId } from './models.ts'
import type { TargetId } from './targets.ts'

/** Model and target, for example `CNN3 DeltaZ`. */
export function plainRunName(model: ModelId, target: TargetId): string {
  return `${model} ${target}`
}

/** The name, with the lowest number from 2 on behind it where another run has it already: `CNN3 DeltaZ 2`. */
export function uniqueRunName(name: string, taken: Iterable<string>): string {
  return createRunNamer(taken)(name)
}

/** Gives many runs such names, each of which is taken from then on; thousands of one name take no longer than others. */
export function createRunNamer(taken: Iterable<string>): (name: string) => string {
  const names = new Set(taken)
  /** by name, the lowest number that may be free */
  const numbers = new Map<string, number>()
  return (name) => {
    let unique = name
    let number = numbers.get(name) ?? 2
    for (; names.has(unique); number++) unique = `${name} ${number}`
    numbers.set(name, Math.max(2, number - 1))
    names.add(unique)
    return unique
  }
}
