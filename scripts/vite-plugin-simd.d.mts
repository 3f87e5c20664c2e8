import type { Plugin } from 'vite'

export function compileSimd(variant: string): Promise<Buffer>
export function simdModule(): Plugin
