// The module's exports: jobs of (arguments, part, scratch), each part computed by one thread; and the micro-kernel's peak.

import { rows6 } from './micro'

export { adamPart } from './adam'
export { convForwardPart, convInputGradientPart, convWeightGradientPart } from './conv'
export { gemmPart } from './gemm'
export { gruBackwardPart, gruForwardPart } from './gru'
export { lstmBackwardPart, lstmForwardPart } from './lstm'
export { packFlippedPart, packPart } from './pack'
export { addPart, sumRowsPart, triadPart } from './reduce'

/** The micro-kernel alone on what fits the first cache. Words: k, calls. A part is `calls` calls. */
export function peakPart(args: usize, _part: i32, scratch: usize): void {
  const k = load<i32>(args)
  const calls = load<i32>(args, 4)
  const row = (<usize>k) << 2
  for (let i = 0; i < calls; i++) rows6(scratch + 256, row, 6, scratch + 256 + 6 * row, k, scratch, 32)
}
