// The builds of the SIMD module; scripts/vite-plugin-simd.mjs makes them.
declare module 'virtual:simd/*' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}
