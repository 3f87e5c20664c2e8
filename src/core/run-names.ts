// Names that runs get before a person gives them a better one.

import type { ModelId } from './models.ts'
import type { TargetId } from './targets.ts'

/** Model and target, for example `CNN3 DeltaZ`. */
export function plainRunName(model: ModelId, target: TargetId): string {
  return `${model} ${target}`
}

/** The name, with the lowest number from 2 on behind it where another run has it already: `CNN3 DeltaZ 2`. */
export function uniqueRunName(name: string, taken: Iterable<string>): string {
  const names = new Set(taken)
  let unique = name
  for (let number = 2; names.has(unique); number++) unique = `${name} ${number}`
  return unique
}
