// Class names without the ways of writing them: reports of LAM-Redshift name the same classes loosely.

/** `10^{-3}`, `5 x 10^-3`, `1e-3`, `0.001`; not the 2 and 9 of `Flags 2-9`. */
const POWER = /(?:(\d+(?:\.\d+)?)(?:\\times|[×x*·]))?10\^\{?([-−]?\d+)\}?/g
const DECIMAL = /\d+\.\d+(?:e[-+]?\d+)?|\d+e[-+]?\d+/g

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[\s$]+/g, ''],
  [/\\delta|δ/g, 'delta'],
  [/\\geq?|≥/g, '>='],
  [/\\leq?|≤/g, '<='],
  [/\\&|–/g, '-'],
  [/\bflags(?=\d)/g, 'flag'],
]

/**
 * A name that is equal for names of the same class: `flags 2-9` and `Flags 2 & 9`; `$\Delta$Z $< 10^{-3}$`,
 * `DeltaZ < 1e-3` and `ΔZ < 0.001`. Another threshold gives another name.
 */
export function classKey(name: string): string {
  const spelt = SPELLINGS.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    name.toLowerCase(),
  )
  return spelt
    .replace(POWER, (_, factor: string | undefined, exponent: string) =>
      String(Number(`${factor ?? 1}e${exponent.replace('−', '-')}`)),
    )
    .replace(DECIMAL, (number) => String(Number(number)))
    .replaceAll('&', '-')
}

/** The threshold that a DeltaZ class is named by, `null` for another class. */
export function deltaZThreshold(name: string): number | null {
  const number = /^deltaz(?:<|>=)(.+)$/.exec(classKey(name))?.[1]
  return number === undefined || !Number.isFinite(Number(number)) ? null : Number(number)
}
