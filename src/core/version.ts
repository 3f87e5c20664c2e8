/** Version of the studio, as in package.json; every report names it. */
export const STUDIO_VERSION = '0.1.0'
