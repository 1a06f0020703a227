import { readFileSync } from 'node:fs'

const SAMPLE_MS = 20

/** What a process has resident, in megabytes of 2^20 bytes. */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** The most that processes have resident until `stop`. */
export function watchMemory(pids: readonly number[]): { stop: () => number[] } {
  const peaks = pids.map(residentMb)
  const timer = setInterval(() => {
    pids.forEach((pid, n) => (peaks[n] = Math.max(peaks[n] ?? 0, residentMb(pid))))
  }, SAMPLE_MS)
  return {
    stop() {
      clearInterval(timer)
      return peaks
    },
  }
}
