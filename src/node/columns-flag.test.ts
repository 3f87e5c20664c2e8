import { describe, expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'
import { COLUMNS_FLAG, columnsFlag } from './columns-flag.ts'

function parse(columns: string) {
  const spec = { name: 'data', summary: '', flags: { columns: COLUMNS_FLAG } }
  return columnsFlag(parseArguments(spec, ['--columns', columns]))
}

describe('--columns', () => {
  test('names columns, whatever the letter case of the roles', () => {
    expect(parse('x=ln p, LABEL=cls,deltaz=a=b')).toEqual({ X: 'ln p', label: 'cls', deltaZ: 'a=b' })
  })

  test.each([
    ['X=a,X=b', 'X is given twice.'],
    ['X=', '"X=" is no ROLE=NAME.'],
    ['spectrum=a', '"spectrum=a" is no ROLE=NAME.'],
    ['X=X,label=X', 'X is chosen for X and for label. A column can be one of them.'],
  ])('%s is refused', (columns, problem) => {
    expect(() => parse(columns)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: `--columns: ${problem}`,
        hint: 'The roles are X, label, redshift, deltaZ, status, logEvidence, flag, id, split, attributes, zgrid; for example --columns X=lnp,label=cls.',
      }),
    )
  })
})
