// Writes the Content Security Policy into the built page, so that it holds on any static server. Not in development:
// Vite's hot reload needs an inline script there.

import type { Plugin } from 'vite'
import { META_CONTENT_SECURITY_POLICY } from './headers.mjs'

/** Vite plugin that puts a `<meta http-equiv="Content-Security-Policy">` first in the head of the built index.html. */
export function metaContentSecurityPolicy(): Plugin {
  return {
    name: 'meta-content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: META_CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}
