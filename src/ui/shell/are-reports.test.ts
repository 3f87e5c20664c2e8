import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kindOfFiles } from './are-reports.ts'

const REPORTS = join(import.meta.dirname, '../../../reference/fixtures/reports')
const PROJECT = '{\n  "format": "redshift-studio-project",\n  "version": 1\n}\n'

/** The start of an array file, with a header as NumPy writes it. */
function npy(name: string, descr: string, shape: string): File {
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117)
  return new File([Uint8Array.from(Buffer.from(`\x93NUMPY\x01\x00v\x00${dictionary}\n`, 'latin1'))], name)
}

const fixture = (name: string) => new File([readFileSync(join(REPORTS, name))], name)
const json = (name: string, text = '{"acc": []}') => new File([text], name)

describe('reports', () => {
  test.each([
    ['what LAM-Redshift and the studio saved', [fixture('whole.npy'), fixture('studio.json')]],
    ['a pickled dictionary', [npy('run.NPY', '|O', '()')]],
    ['JSON of any kind: it cannot be data, and the import says what is wrong with it', [json('notes.json')]],
    ['a folder of them with what a system hides', [json('a.json'), new File(['x'], '.DS_Store')]],
    ['a project among other files', [json('a.json'), json('project.json', PROJECT)]],
  ])('%s', async (_, files) => expect(await kindOfFiles(files)).toBe('reports'))
})

describe('data', () => {
  test.each([
    ['an array of numbers', [npy('X_train.npy', '<f4', '(2, 3)')]],
    ['an array of texts', [npy('y_train.npy', '|O', '(5,)')]],
    ['one array among reports', [fixture('whole.npy'), npy('X_train.npy', '<f4', '(2, 3)')]],
    ['a file that only has the name of an array', [new File(['text'], 'a.npy')]],
    ['another format', [json('a.json'), new File([], 'table.fits')]],
    ['nothing that could be seen', [new File(['x'], '.DS_Store')]],
  ])('%s', async (_, files) => expect(await kindOfFiles(files)).toBe('data'))

  test('names are enough: nothing is read where one of them is no report', async () => {
    const report = fixture('whole.npy')
    report.slice = () => {
      throw new Error('read')
    }
    expect(await kindOfFiles([report, new File([], 'a.arrow')])).toBe('data')
  })

  test('an array that has gone is left to whoever reads data', async () => {
    const gone = npy('X.npy', '|O', '()')
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) as unknown as Blob
    expect(await kindOfFiles([gone])).toBe('data')
  })
})

describe('project', () => {
  test.each([PROJECT, '  {"format":"redshift-studio-project"}'])('%j', async (text) =>
    expect(await kindOfFiles([json('p.json', text)])).toBe('project'),
  )

  test('another format is none', async () =>
    expect(await kindOfFiles([json('p.json', '{"format": "redshift-studio-runs"}')])).toBe('reports'))
})

describe('network', () => {
  const network = (name: string) => new File(['x'], name)

  test.each([
    ['of Keras 3', [network('a.keras')]],
    ['in HDF5, beside what a system hides', [network('a.H5'), network('.DS_Store')]],
    ['more than one: whoever takes them says that one is enough', [network('a.hdf5'), network('b.keras')]],
  ])('%s', async (_, files) => expect(await kindOfFiles(files)).toBe('network'))

  test('among data it is data', async () =>
    expect(await kindOfFiles([network('a.h5'), new File([], 'table.fits')])).toBe('data'))
})
