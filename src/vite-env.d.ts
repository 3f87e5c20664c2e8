/// <reference types="vite/client" />

declare module 'virtual:keras-fixtures' {
  import type { PackedFixtures } from './data/packed-fixtures.ts'

  const fixtures: PackedFixtures
  export default fixtures
}
