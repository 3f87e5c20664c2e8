// The security headers of the studio, in one place: `npm start`, `vite preview` and the built page itself use them.
// Nothing that the visitor loads may leave the computer, so `connect-src` is the page's own origin only.

const DIRECTIVES = [
  ['default-src', "'none'"],
  ['script-src', "'self' 'wasm-unsafe-eval'"],
  ['style-src', "'self' 'unsafe-inline'"],
  ['img-src', "'self' data: blob:"],
  ['font-src', "'self'"],
  ['connect-src', "'self'"],
  ['worker-src', "'self' blob:"],
  ['manifest-src', "'self'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
]

/** The Content Security Policy as the header says it. */
export const CONTENT_SECURITY_POLICY = join(DIRECTIVES)

/** The same policy for a `<meta>` element, where browsers ignore `frame-ancestors` with a console error. */
export const META_CONTENT_SECURITY_POLICY = join(DIRECTIVES.filter(([name]) => name !== 'frame-ancestors'))

/** Make the page cross-origin isolated: browsers then allow shared memory, which threaded wasm needs. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Every header that the server adds to every response. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  ...ISOLATION_HEADERS,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

function join(directives) {
  return directives.map(([name, value]) => `${name} ${value}`).join('; ')
}
