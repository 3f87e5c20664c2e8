// Sample data: redshift posteriors simulated from the physics of emission-line galaxies.

/** What the visitor may choose about the sample. */
export interface SimulationSettings {
  /** objects over all three splits */
  readonly rows: number
  /** points of the redshift grid */
  readonly points: number
  readonly seed: number
}
