// The part of MessagePort that both sides use; a Worker and its global scope have it, too.

/** A two-way channel of messages. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  /** MessagePorts deliver nothing before this; workers need none */
  start?(): void
}
