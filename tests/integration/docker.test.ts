/** The deployment files in docker/, read by parsers: what can be known of them without a container engine. */
import { existsSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { addressesOf } from '../../etl/warehouse/addresses.ts'
import { engineUsers } from '../../etl/warehouse/engine-config.ts'
import { copyOf, environmentOf, stagesOf } from './dockerfile.ts'
import { parseXml } from './xml.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

interface Service {
  build?: { context: string; dockerfile: string }
  image: string
  environment: Record<string, string>
  ports?: string[]
  volumes: string[]
  networks: string[]
  depends_on?: Record<string, unknown>
  healthcheck?: { test: string[] }
  read_only: boolean
  security_opt: string[]
  cap_drop: string[]
  cap_add?: string[]
  user?: string
}
interface Compose {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean }>
  volumes: Record<string, unknown>
}

const composeText = read('docker/compose.yaml')
const compose = parse(composeText, { merge: true }) as Compose
const service = (name: string): Service => {
  const found = compose.services[name]
  if (found === undefined) throw new Error(`compose.yaml has no service ${name}`)
  return found
}
const stages = stagesOf(read('docker/Dockerfile'))
const last = stages.at(-1)?.instructions ?? []
const imageEnvironment = Object.assign(
  {},
  ...last.filter(({ name }) => name === 'ENV').map(environmentOf),
) as Record<string, string>
const caddyfile = read('docker/Caddyfile').replace(/^\s*#.*$/gm, '')
const grantsOf = (text: string, user: string) =>
  [...parseXml(text).querySelectorAll(`users > ${user} > grants > query`)].map(
    ({ textContent }) => textContent,
  )

/** A place in a cluster, for the rights that come with it. */
const place = {
  ...{ name: 'toancanh', ports: [1, 2], index: 0 },
  passwords: { loader: 'a', cube: 'b', reader: 'c', stopper: 'd', analyst: 'f', shard: 'e' },
}

test('the Dockerfile copies what is in the repository and let through by .dockerignore', () => {
  const ignore = read('.dockerignore').split('\n')
  expect(ignore).toContain('*')
  const named = new Set<string>()
  for (const { name, from, instructions } of stages) {
    expect(from === 'node:24-bookworm-slim' || named.has(from), `FROM ${from}`).toBe(true)
    for (const copy of instructions.filter((instruction) => instruction.name === 'COPY').map(copyOf)) {
      if (copy.stage !== undefined) expect([...named]).toContain(copy.stage)
      else {
        for (const source of copy.sources) {
          expect(existsSync(join(ROOT, source)), `COPY ${source}`).toBe(true)
          expect(ignore).toContain(`!${source.split('/')[0]}`)
        }
      }
    }
    if (name !== undefined) named.add(name)
  }
})

test('the image runs a program it holds, as another user than root, open to the proxy and with a health check', () => {
  const cmd = JSON.parse(last.find(({ name }) => name === 'CMD')?.text ?? '[]') as string[]
  const script = cmd.find((argument) => argument.endsWith('.ts')) ?? ''
  expect(cmd[0]).toBe('node')
  expect(cmd).toContain('--empty')
  expect(existsSync(join(ROOT, script))).toBe(true)
  const copied = last.filter(({ name }) => name === 'COPY').flatMap((copy) => copyOf(copy).sources)
  expect(copied.some((source) => script.startsWith(`${source}/`))).toBe(true)
  expect(last.findLast(({ name }) => name === 'USER')?.text).toBe('node')
  expect(imageEnvironment).toMatchObject({ HOST: '0.0.0.0', PORT: '8080', TOANCANH_DATA: '/data' })
  const health =
    /CMD (\[.*\])$/.exec(last.find(({ name }) => name === 'HEALTHCHECK')?.text ?? '')?.[1] ?? '[]'
  const [program, flag, source = ''] = JSON.parse(health) as string[]
  expect([program, flag]).toEqual(['node', '-e'])
  expect(() => new Script(source)).not.toThrow()
  expect(source).toContain('/api/health')
})

test('the stage that builds the web has what web/tsconfig.json extends', () => {
  const build = stages.find(({ name }) => name === 'web')?.instructions ?? []
  const copied = build.filter(({ name }) => name === 'COPY').flatMap((copy) => copyOf(copy).sources)
  const extended = /"extends": "([^"]+)"/.exec(read('web/tsconfig.json'))?.[1] ?? ''
  expect(copied).toContain(normalize(join('web', extended)))
})

test('packages are installed without running their install scripts', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const installs = stages.flatMap(({ instructions }) =>
    instructions.filter(({ text }) => /npm (ci|i)/.test(text)),
  )
  expect(installs.map(({ text }) => text.split(' ').slice(0, 2).join(' '))).toEqual(['npm ci', 'npm ci'])
})

test('every variable of the compose file has a default or is required, secrets are required, and .env.example names all', () => {
  const text = composeText.replace(/^\s*#.*$/gm, '')
  const variables = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inside = '']) => inside)
  expect(text.replaceAll(/\$\{[^}]*\}/g, '')).not.toContain('$')
  const example = read('docker/.env.example')
  for (const variable of variables) {
    const [, name = '', kind] = /^([A-Z_]+):(\?(?=\S)|-)/.exec(variable) ?? []
    expect(name, `\${${variable}} is neither required (:?) nor has a default (:-)`).not.toBe('')
    if (/PASSWORD|SECRET|TOKEN/.test(name)) expect(kind, name).toBe('?')
    expect(example).toMatch(kind === '?' ? new RegExp(`^${name}=$`, 'm') : new RegExp(`^#${name}=.`, 'm'))
  }
  expect(variables.length).toBeGreaterThan(5)
})

test('only the proxy publishes ports, and only it has a way out', () => {
  for (const [name, { ports = [], networks }] of Object.entries(compose.services)) {
    if (name === 'proxy') expect(ports).toEqual(['80:80', '443:443', '443:443/udp'])
    else expect(ports, name).toEqual([])
    for (const network of networks) expect(Object.keys(compose.networks)).toContain(network)
    if (name !== 'proxy')
      expect(networks.filter((network) => compose.networks[network]?.internal !== true)).toEqual([])
  }
  const shared = service('proxy').networks.filter((network) =>
    service('clickhouse').networks.includes(network),
  )
  expect(shared).toEqual([])
})

test('every service is hardened, checked and keeps its data in a declared volume', () => {
  for (const [name, found] of Object.entries(compose.services)) {
    expect(found, name).toMatchObject({
      read_only: true,
      security_opt: ['no-new-privileges:true'],
      cap_drop: ['ALL'],
    })
    expect(found.healthcheck !== undefined || found.build !== undefined, name).toBe(true)
    for (const other of Object.keys(found.depends_on ?? {})) expect(service(other)).toBeDefined()
    for (const volume of found.volumes) {
      const source = volume.replace(/^\$\{[^}]*\}/, '').split(':')[0] ?? ''
      if (source.startsWith('./')) expect(existsSync(join(ROOT, 'docker', source)), volume).toBe(true)
      else if (source !== '') expect(Object.keys(compose.volumes)).toContain(source)
    }
  }
  const capabilities = Object.entries(compose.services).flatMap(([name, { cap_add = [] }]) =>
    cap_add.map((capability) => `${name} ${capability}`),
  )
  expect(capabilities).toEqual(['proxy NET_BIND_SERVICE'])
  const { context = '', dockerfile = '' } = service('product').build ?? {}
  expect(normalize(join('docker', context, dockerfile))).toBe('docker/Dockerfile')
  expect(service('product').volumes).toContain('product-data:/data')
})

test('the proxy hands to the product, on the port it listens on, and is trusted once', () => {
  const upstreams = [...caddyfile.matchAll(/^\s*reverse_proxy (\S+):(\d+)$/gm)].map(([, host, port]) => [
    host,
    port,
  ])
  expect(upstreams).toEqual([['product', imageEnvironment['PORT']]])
  expect(service('proxy').networks.some((network) => service('product').networks.includes(network))).toBe(
    true,
  )
  expect(service('product').environment['TRUST_PROXY']).toBe('1')
})

test('the Caddyfile is balanced, its variables are given and every choice of TOANCANH_TLS has its snippet', () => {
  const plain = caddyfile.replaceAll(/\{\$[A-Z_]+\}/g, '')
  let depth = 0
  for (const character of plain) {
    depth += character === '{' ? 1 : character === '}' ? -1 : 0
    expect(depth).toBeGreaterThanOrEqual(0)
  }
  expect(depth).toBe(0)
  for (const [, name = ''] of caddyfile.matchAll(/\{\$([A-Z_]+)\}/g))
    expect(Object.keys(service('proxy').environment)).toContain(name)
  const choices = [...read('docker/.env.example').matchAll(/^# {3}(\w+) {2,}\S/gm)].map(
    ([, choice]) => `tls_${choice}`,
  )
  const snippets = [...caddyfile.matchAll(/^\((\w+)\) \{/gm)].map(([, name]) => name)
  expect(choices.sort()).toEqual(snippets.sort())
  expect(caddyfile).toContain('import tls_{$TOANCANH_TLS}')
})

test('ClickHouse knows one user, by the password of the environment, with the rights of the embedded loader', () => {
  const text = read('docker/clickhouse/users.xml')
  const users = [...(parseXml(text).querySelector('users')?.children ?? [])]
  expect(users.map(({ tagName }) => tagName)).toEqual(['default', 'toancanh'])
  expect(users[0]?.getAttribute('remove')).toBe('remove')
  const variable = users[1]?.querySelector('password')?.getAttribute('from_env') ?? ''
  const { environment } = service('clickhouse')
  expect(environment[variable]).toMatch(/^\$\{CLICKHOUSE_PASSWORD:\?/)
  const url = new URL(
    service('product').environment['CLICKHOUSE_URL']?.replace(/\$\{[^}]*\}/, 'secret') ?? '',
  )
  expect([url.username, url.hostname, url.port, url.pathname]).toEqual([
    'toancanh',
    'clickhouse',
    '8123',
    '/toancanh',
  ])
  const { passwords } = place
  const needed = grantsOf(engineUsers(passwords, 'toancanh', 1, place), 'loader')
  expect(needed.length).toBeGreaterThan(4)
  expect(grantsOf(text, 'toancanh')).toEqual(needed)
})

test('two servers: both know both as shards, and ask one another as a user with the rights of the embedded one', () => {
  const text = read('docker/compose.cluster.yaml')
  const cluster = parse(text) as { services: Record<string, Partial<Service>>; volumes: object }
  expect(Object.keys(cluster.services)).toEqual(['product', 'clickhouse', 'clickhouse-2'])
  const { product, clickhouse, 'clickhouse-2': second } = cluster.services
  expect(second).toMatchObject({ extends: { file: 'compose.yaml', service: 'clickhouse' } })
  expect(second?.volumes).toContain('clickhouse-2-data:/var/lib/clickhouse')
  expect(Object.keys(cluster.volumes)).toEqual(['clickhouse-2-data'])

  const servers = parseXml(read('docker/clickhouse/cluster/servers.xml'))
  const name = product?.environment?.['CLICKHOUSE_CLUSTER'] ?? ''
  const shards = [...servers.querySelectorAll(`remote_servers > ${name} > shard > replica`)]
  const said = (tag: string) => shards.map((shard) => shard.querySelector(tag)?.textContent)
  expect(said('host')).toEqual(['clickhouse', 'clickhouse-2'])
  const url = (product?.environment?.['CLICKHOUSE_URL'] ?? '').replace(/\$\{[^}]*\}/, 'secret')
  expect(addressesOf(url)).toEqual(said('host').map((host) => `http://toancanh:secret@${host}:8123/toancanh`))

  const users = read('docker/clickhouse/cluster/users.xml')
  expect(said('user')).toEqual(['toancanh_shard', 'toancanh_shard'])
  expect(grantsOf(users, 'toancanh_shard')).toEqual(
    grantsOf(engineUsers(place.passwords, 'toancanh', 1, place), 'shard'),
  )
  const secrets = [...servers.querySelectorAll('password'), ...parseXml(users).querySelectorAll('password')]
  for (const secret of secrets) {
    for (const server of [clickhouse, second])
      expect(server?.environment?.[secret.getAttribute('from_env') ?? '']).toMatch(
        /^\$\{CLICKHOUSE_SHARD_PASSWORD:\?/,
      )
  }
  for (const server of [clickhouse, second]) {
    for (const volume of (server?.volumes ?? []).filter((one) => one.startsWith('./')))
      expect(existsSync(join(ROOT, 'docker', volume.split(':')[0] ?? '')), volume).toBe(true)
  }
  expect(read('docker/.env.example')).toMatch(/^#CLICKHOUSE_SHARD_PASSWORD=/m)
})

test('ClickHouse listens for nothing the product does not use', () => {
  const config = parseXml(read('docker/clickhouse/config.xml'))
  for (const port of ['mysql_port', 'postgresql_port', 'interserver_http_port'])
    expect(config.querySelector(port)?.getAttribute('remove'), port).toBe('1')
})
