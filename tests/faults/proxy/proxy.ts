import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pipeline } from 'node:stream/promises'

/** What a network does to a connection: hold it up, reset it, end it half-way, pass it on drop by drop, or be gone. */
export const FAULTS = ['delay', 'reset', 'cut', 'trickle', 'gone'] as const
export type Fault = (typeof FAULTS)[number]

export interface Proxy {
  port: number
  /** From the chunk after the next `after` ones on, one fault happens; `gone` lasts until the proxy is asked again. */
  arm: (fault: Fault, after: number) => void
  disarm: () => void
  /** Chunks passed since it was armed. */
  passed: () => number
  close: () => Promise<void>
}

const HELD_UP_MS = 1500
const DROP_BYTES = 40

/** A TCP proxy on loopback before a server there, which does a fault to what passes when it is told to. */
export async function startProxy(serverPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let armed: { fault: Fault; after: number } | undefined
  let chunks = 0
  let gone = false

  const pass = async (from: Socket, to: Socket): Promise<void> => {
    await pipeline(
      from,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          chunks += 1
          if (armed === undefined || chunks <= armed.after) {
            yield chunk
            continue
          }
          const { fault } = armed
          armed = undefined
          // Some of it has gone out by then.
          const half = Math.ceil(chunk.length / 2)
          if (fault === 'delay') await sleep(HELD_UP_MS)
          else yield chunk.subarray(0, half)
          if (fault === 'delay') yield chunk
          else if (fault === 'trickle') {
            for (let at = half; at < chunk.length; at += DROP_BYTES) {
              yield chunk.subarray(at, at + DROP_BYTES)
              if (at < half + 50 * DROP_BYTES) await sleep(5)
            }
          } else if (fault === 'reset') {
            from.resetAndDestroy()
            to.resetAndDestroy()
            return
          } else {
            if (fault === 'gone') gone = true
            for (const socket of fault === 'gone' ? sockets : [from, to]) socket.destroy()
            return
          }
        }
      },
      to,
    ).catch(() => undefined)
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (gone) {
      client.destroy()
      return
    }
    const upstream = createConnection({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => sockets.delete(socket))
      void pass(socket, other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const set = (next: typeof armed) => {
    armed = next
    chunks = 0
    gone = false
  }
  return {
    port: (server.address() as AddressInfo).port,
    arm: (fault, after) => set({ fault, after }),
    disarm: () => set(undefined),
    passed: () => chunks,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
