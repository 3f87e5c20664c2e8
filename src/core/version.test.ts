import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { STUDIO_VERSION } from './version.ts'

test('the version is that of package.json', () => {
  expect(STUDIO_VERSION).toBe(manifest.version)
})
