import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { SOFTWARE_VERSIONS } from './software-versions.ts'

test('versions are those of package.json', () => {
  const packages: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies }
  const ofTensorFlow = Object.keys(packages).filter((name) => name.startsWith('@tensorflow/tfjs'))
  expect(ofTensorFlow.length).toBeGreaterThan(3)
  expect(new Set(ofTensorFlow.map((name) => packages[name]))).toEqual(
    new Set([SOFTWARE_VERSIONS['TensorFlow.js']]),
  )
})
