export function findChromium(say?: (line: string) => void): Promise<string>
export const CHROMIUM_FLAGS: string[]
