import { describe, expect, test } from 'vitest'
import { addressesOf } from './addresses.ts'
import { replicatedDatabaseSql, replicatedSettings, SHARDED_TABLES } from './cluster.ts'
import { migrations } from './migrate.ts'

const statements = (cluster?: Parameters<typeof migrations>[1]) =>
  migrations('m', cluster).flatMap((migration) => migration.statements)
const made = (of: string[], pattern: RegExp) =>
  of.flatMap((statement) => pattern.exec(statement)?.[1] ?? []).sort()

describe('migrations', () => {
  test('without a cluster: plain tables, nothing over several servers', () => {
    const alone = statements()
    expect(alone.filter((statement) => /Replicated|Distributed|GLOBAL/.test(statement))).toEqual([])
    expect(alone.join()).not.toContain('{')
  })

  test('on a cluster: every sharded table has one over all servers, made after it, which the views read', () => {
    const clustered = statements({ name: 'c', replicated: false })
    const over = clustered.filter((statement) => statement.includes('Distributed'))
    const tables = SHARDED_TABLES.filter((table) => table !== 'shard')
    expect(over).toEqual(
      tables.map((table) => {
        const all = table.replace('_store', '_all')
        return `CREATE OR REPLACE TABLE m.${all} AS m.${table} ENGINE = Distributed('c', 'm', '${table}')`
      }),
    )
    const views = clustered.filter((statement) => statement.startsWith('CREATE OR REPLACE VIEW'))
    for (const table of tables) {
      const all = table.replace('_store', '_all')
      expect(views.filter((view) => view.includes(`m.${table}`))).toEqual([])
      const [view] = views.filter((one) => one.includes(`m.${all}`))
      // The state that is read is that of the server asked, sent to the others.
      expect(view).toMatch(/\(part, generation\) GLOBAL IN \(SELECT .* FROM m\.live_partitions/)
      const made = clustered.findIndex((one) => one.startsWith(`CREATE TABLE IF NOT EXISTS m.${table} `))
      expect(clustered[made + 1]).toContain(`m.${all} `)
    }
    expect(clustered.filter((statement) => !over.includes(statement))).toHaveLength(statements().length)
  })

  // Not run anywhere yet: the engine of the tests has no Keeper.
  test('with replicas: every table with rows is replicated, and only the engine differs', () => {
    const plain = statements({ name: 'c', replicated: false })
    const replicated = statements({ name: 'c', replicated: true })
    const engines = made(replicated, /ENGINE = (\w*MergeTree)/)
    expect(engines.length).toBeGreaterThan(15)
    expect(new Set(engines)).toEqual(new Set(['ReplicatedMergeTree']))
    expect(replicated.map((statement) => statement.replace('ReplicatedMergeTree', 'MergeTree'))).toEqual(
      plain,
    )
    expect(replicatedDatabaseSql('m', 'c')).toBe(
      "CREATE DATABASE IF NOT EXISTS m ON CLUSTER 'c' ENGINE = Replicated('/clickhouse/databases/{shard}/m', '{shard}', '{replica}')",
    )
    expect(replicatedSettings(2)).toMatchObject({ insert_quorum: 2, alter_sync: 2, insert_deduplicate: 0 })
  })
})

describe('CLICKHOUSE_URL', () => {
  test.each([
    ['http://u:p@h:8123/db', ['http://u:p@h:8123/db']],
    ['https://h', ['https://h']],
    ['http://u:p%2C@h1:8123,h2:8124/db', ['http://u:p%2C@h1:8123/db', 'http://u:p%2C@h2:8124/db']],
    ['http://u:p@[::1]:8123,[::2]:8123/db', ['http://u:p@[::1]:8123/db', 'http://u:p@[::2]:8123/db']],
  ])('%s', (text, urls) => {
    expect(addressesOf(text)).toEqual(urls)
  })

  test.each(['clickhouse://h', 'http://u:p@h1:8123,/db', 'http://h1:99999,h2/db', 'h1', ''])(
    'refuses %s',
    (text) => {
      expect(() => addressesOf(text)).toThrow(/must look like/)
    },
  )

  test('refuses a server named twice', () => {
    expect(() => addressesOf('http://u:p@h:8123,h:8123/db')).toThrow(/twice/)
  })
})
