// The types name the package only; its ES module has the same exports and loads in browsers and Node alike.

declare module 'opentype.js/dist/opentype.mjs' {
  export * from 'opentype.js'
}
