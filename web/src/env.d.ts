/// <reference types="vite/client" />
interface ImportMetaEnv {
  /** The product's version the page was built as; not there in tests. */
  readonly VITE_VERSION?: string
}
declare module 'virtual:vietnam-topology' {
  /** Address of the topology of both eras. */
  const address: string
  export default address
}
declare module 'virtual:communes' {
  /** Address of the communes' names by code. */
  const address: string
  export default address
}
// For tools that do not read components themselves; vue-tsc does.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
