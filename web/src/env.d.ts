/// <reference types="vite/client" />
declare module 'virtual:vietnam-topology' {
  import type { EraTopology } from '../geometry/build.ts'
  const topology: EraTopology
  export default topology
}
