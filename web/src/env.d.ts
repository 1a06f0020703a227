/// <reference types="vite/client" />
declare module 'virtual:vietnam-topology' {
  /** Address of the topology of both eras. */
  const address: string
  export default address
}
// For tools that do not read components themselves; vue-tsc does.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
