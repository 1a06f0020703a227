import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { freePort } from '../integration/databases.ts'
import { warehouseClient } from '../../etl/warehouse/client.ts'

/**
 * The same engine as the product's, with a user who may read files: what the loader is measured against. Files are
 * read by their names from `dir`.
 */
export async function startBareEngine(
  dir: string,
): Promise<{ client: ClickHouseClient; stop: () => Promise<void> }> {
  mkdirSync(dir, { recursive: true })
  const password = randomBytes(16).toString('hex')
  writeFileSync(
    join(dir, 'users.xml'),
    `<clickhouse><profiles><default><max_threads>2</max_threads></default></profiles><quotas><default/></quotas>
<users><default><password></password><networks><ip>::1</ip></networks><profile>default</profile><quota>default</quota></default>
<bare><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></bare>
</users></clickhouse>`,
    { mode: 0o600 },
  )
  writeFileSync(
    join(dir, 'config.xml'),
    `<clickhouse><logger><level>none</level></logger><users_config>${dir}/users.xml</users_config>
<user_directories><users_xml><path>${dir}/users.xml</path></users_xml></user_directories></clickhouse>`,
    { mode: 0o600 },
  )
  const port = await freePort()
  const engine = join(import.meta.dirname, '..', '..', 'etl', 'warehouse', 'engine.ts')
  const child = spawn(
    process.execPath,
    [engine, join(dir, 'config.xml'), join(dir, 'store'), String(port), '0'],
    { cwd: dir, stdio: ['pipe', 'ignore', 'inherit'] },
  )
  const client = warehouseClient(`http://bare:${password}@127.0.0.1:${port}/default`)
  for (let waited = 0; !(await client.ping()).success; waited += 50) {
    if (waited > 60_000 || child.exitCode !== null) throw new Error('the bare engine does not answer')
    await sleep(50)
  }
  return {
    client,
    async stop() {
      await client.close()
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
    },
  }
}
