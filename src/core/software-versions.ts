/** What networks are trained with, and its version as in package.json; papers name it. */
export const SOFTWARE_VERSIONS = { 'TensorFlow.js': '4.22.0' } as const
