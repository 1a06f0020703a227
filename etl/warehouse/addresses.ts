import { WarehouseError } from './errors.ts'

/**
 * The servers that `CLICKHOUSE_URL` names: one address, or those of a cluster's shards with one user, password and
 * database for all: `http://user:password@h1:8123,h2:8123/database`.
 *
 * @throws WarehouseError where it is no such address.
 */
export function addressesOf(clickhouseUrl: string): [string, ...string[]] {
  const match = /^(https?:\/\/)((?:[^@/?#]*@)?)([^@/?#]+)(\/[^?#]*)?$/.exec(clickhouseUrl)
  const [, protocol = '', user = '', hosts = '', path = ''] = match ?? []
  const [first, ...others] = hosts.split(',').map((host) => `${protocol}${user}${host}${path}`)
  if (match === null || first === undefined || ![first, ...others].every((url) => URL.canParse(url))) {
    throw new WarehouseError(
      'CLICKHOUSE_URL must look like http://user:password@host:8123/database; of a cluster, with one address per shard: http://user:password@host1:8123,host2:8123/database',
    )
  }
  if (new Set([first, ...others]).size <= others.length) {
    throw new WarehouseError('CLICKHOUSE_URL names a server twice')
  }
  return [first, ...others]
}
