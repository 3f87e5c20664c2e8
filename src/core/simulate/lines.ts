// Emission and absorption lines of galaxies and the templates that a redshift pipeline compares a spectrum with.

/** Lines of one ion rise and fall together from object to object. */
export type Ion =
  | 'Lya'
  | 'N V'
  | 'C IV'
  | 'He II'
  | 'C III]'
  | 'Mg II'
  | '[Ne V]'
  | '[O II]'
  | '[Ne III]'
  | 'H I'
  | '[O III]'
  | '[N II]'
  | '[S II]'
  | 'stars'

/** A line of a spectrum. Absorption lines (ion `stars`) have a negative share. */
export interface SpectralLine {
  readonly name: string
  /** rest wavelength in vacuum, Angstrom */
  readonly wavelength: number
  readonly ion: Ion
  /** flux relative to the ion's reference flux in a template; fixed by atomic physics or close to it */
  readonly share: number
}

/** The line list. Vacuum wavelengths of NIST and of Morton (1991); unresolved ultraviolet doublets as one line. */
export const LINES: readonly SpectralLine[] = [
  { name: 'Lya', wavelength: 1215.67, ion: 'Lya', share: 1 },
  { name: 'N V 1240', wavelength: 1240.1, ion: 'N V', share: 1 },
  { name: 'C IV 1549', wavelength: 1549.5, ion: 'C IV', share: 1 },
  { name: 'He II 1640', wavelength: 1640.4, ion: 'He II', share: 1 },
  { name: 'C III] 1909', wavelength: 1908.7, ion: 'C III]', share: 1 },
  { name: 'Mg II 2796', wavelength: 2796.35, ion: 'Mg II', share: 0.58 },
  { name: 'Mg II 2803', wavelength: 2803.53, ion: 'Mg II', share: 0.42 },
  { name: '[Ne V] 3427', wavelength: 3426.9, ion: '[Ne V]', share: 1 },
  { name: '[O II] 3727', wavelength: 3727.1, ion: '[O II]', share: 0.43 },
  { name: '[O II] 3730', wavelength: 3729.9, ion: '[O II]', share: 0.57 },
  { name: '[Ne III] 3870', wavelength: 3869.9, ion: '[Ne III]', share: 1 },
  { name: 'Hdelta', wavelength: 4102.9, ion: 'H I', share: 0.09 },
  { name: 'Hgamma', wavelength: 4341.7, ion: 'H I', share: 0.16 },
  { name: 'Hbeta', wavelength: 4862.7, ion: 'H I', share: 0.35 },
  { name: '[O III] 4960', wavelength: 4960.3, ion: '[O III]', share: 0.336 },
  { name: '[O III] 5008', wavelength: 5008.2, ion: '[O III]', share: 1 },
  { name: '[N II] 6550', wavelength: 6549.9, ion: '[N II]', share: 0.34 },
  { name: 'Halpha', wavelength: 6564.6, ion: 'H I', share: 1 },
  { name: '[N II] 6585', wavelength: 6585.3, ion: '[N II]', share: 1 },
  { name: '[S II] 6718', wavelength: 6718.3, ion: '[S II]', share: 0.57 },
  { name: '[S II] 6733', wavelength: 6732.7, ion: '[S II]', share: 0.43 },
  { name: 'Ca K', wavelength: 3934.8, ion: 'stars', share: -0.9 },
  { name: 'Ca H', wavelength: 3969.6, ion: 'stars', share: -1 },
  { name: 'G band', wavelength: 4305.6, ion: 'stars', share: -0.6 },
  { name: 'Mg b', wavelength: 5176.6, ion: 'stars', share: -0.7 },
  { name: 'Na D', wavelength: 5894.6, ion: 'stars', share: -0.5 },
]

/** A kind of galaxy: the reference flux of each ion, on a common scale, and how common the kind is. */
export interface Template {
  readonly name: string
  /** share of the population */
  readonly weight: number
  /** whether its strongest line follows the counts of emission lines; a quiescent galaxy only has weak lines */
  readonly quiescent?: boolean
  readonly flux: Readonly<Partial<Record<Ion, number>>>
}

/** The kinds of galaxies. Typical ratios of the excitation diagrams (BPT) and of composite ultraviolet spectra. */
export const TEMPLATES: readonly Template[] = [
  {
    name: 'metal-rich star-forming',
    weight: 0.27,
    flux: {
      'H I': 1,
      '[N II]': 0.42,
      '[S II]': 0.35,
      '[O III]': 0.2,
      '[O II]': 0.55,
      'Mg II': 0.03,
      Lya: 0.05,
      'C III]': 0.01,
    },
  },
  {
    name: 'star-forming',
    weight: 0.25,
    flux: {
      'H I': 1,
      '[N II]': 0.15,
      '[S II]': 0.3,
      '[O III]': 0.8,
      '[O II]': 0.9,
      '[Ne III]': 0.07,
      'Mg II': 0.05,
      Lya: 0.25,
      'C III]': 0.03,
    },
  },
  {
    name: 'metal-poor starburst',
    weight: 0.1,
    flux: {
      'H I': 1,
      '[N II]': 0.03,
      '[S II]': 0.1,
      '[O III]': 2.2,
      '[O II]': 0.5,
      '[Ne III]': 0.18,
      'Mg II': 0.06,
      Lya: 0.8,
      'C III]': 0.12,
      'He II': 0.02,
    },
  },
  {
    name: 'narrow-line active nucleus',
    weight: 0.06,
    flux: {
      'H I': 1,
      '[N II]': 0.9,
      '[S II]': 0.55,
      '[O III]': 2.4,
      '[O II]': 0.8,
      '[Ne III]': 0.25,
      '[Ne V]': 0.2,
      'Mg II': 0.35,
      Lya: 1.6,
      'C III]': 0.35,
      'C IV': 0.5,
      'He II': 0.2,
      'N V': 0.2,
    },
  },
  {
    name: 'Lya emitter',
    weight: 0.08,
    flux: {
      'H I': 0.4,
      '[N II]': 0.02,
      '[S II]': 0.04,
      '[O III]': 0.9,
      '[O II]': 0.2,
      '[Ne III]': 0.08,
      'Mg II': 0.03,
      Lya: 1.2,
      'C III]': 0.1,
      'C IV': 0.05,
      'He II': 0.03,
    },
  },
  { name: 'quiescent', weight: 0.19, quiescent: true, flux: { stars: 1, '[O II]': 0.1, '[N II]': 0.1 } },
]

/** Flux of each line of a template, in the order of `LINES`; `boost` multiplies all lines of an ion. */
export function lineFluxes(template: Template, boost: Partial<Record<Ion, number>> = {}): Float64Array {
  return Float64Array.from(
    LINES,
    (line) => (template.flux[line.ion] ?? 0) * line.share * (boost[line.ion] ?? 1),
  )
}
