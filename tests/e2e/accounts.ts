/// <reference lib="dom" />
import type { Visit } from './browser.ts'
import type { Product } from './product.ts'

/** Adds an account as the administrator does. @returns the product with who may sign in there. */
export async function addPerson(
  desk: Visit,
  product: Product,
  person: { name: string; role: string; provinces?: 'all' | string[]; email?: string },
): Promise<Product> {
  await desk.page.goto(`${product.url}/account`)
  const password = await desk.page.evaluate(
    async (added) => {
      const { csrf } = (await (await fetch('/api/session')).json()) as { csrf: string }
      const answer = await fetch('/api/admin/users', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify(added),
      })
      return ((await answer.json()) as { password: string }).password
    },
    { provinces: 'all', ...person },
  )
  return { ...product, name: person.name, password }
}
