import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const HINT = 'Check that the server of this page still runs, then try again.'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

async function fails(answer: () => Promise<Response>): Promise<unknown> {
  vi.stubGlobal('fetch', answer)
  const { loadFigureFonts } = await import('./figure-fonts.ts')
  return loadFigureFonts().catch((error: unknown) => error)
}

test('a server that has gone', async () => {
  expect(await fails(() => Promise.reject(new TypeError('Failed to fetch')))).toMatchObject({
    code: 'file-gone',
    message: 'The font of figures could not be loaded: the server does not answer.',
    hint: HINT,
  })
})

test('a server that has no such file', async () => {
  expect(await fails(async () => new Response('', { status: 404 }))).toMatchObject({
    code: 'file-gone',
    message: 'The font of figures could not be loaded: the server answers 404.',
    hint: HINT,
  })
})
