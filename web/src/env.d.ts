/// <reference types="vite/client" />
declare module 'virtual:vietnam-topology' {
  /** Address of the topology of both eras. */
  const address: string
  export default address
}
