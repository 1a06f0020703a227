import { Cron } from 'croner'
import { z } from 'zod'
import { DATASETS, datasetNamed } from '../contracts/registry.ts'
import { duration, size } from './units.ts'

/** Every schedule is in the ministry's zone. */
export const ZONE = 'Asia/Ho_Chi_Minh'

/** A secret is named, never written down: `${NAME}` of the environment. */
const secret = z
  .string()
  .regex(
    /^\$\{[A-Z][A-Z0-9_]*\}$/,
    'is a secret and must not be in this file: write ${NAME} and set NAME in the environment',
  )

const schedule = z.string().superRefine((pattern, context) => {
  try {
    if (new Cron(pattern, { timezone: ZONE, paused: true }).nextRun() === null)
      throw new Error('it never runs')
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `is not a cron schedule such as "15 2 * * *" (${(error as Error).message})`,
    })
  }
})

/** Source column → contract column; a plain list where both have the same names. */
const columns = z
  .union([z.array(z.string().min(1)).min(1), z.record(z.string().min(1), z.string())], {
    error: 'is either a list of contract columns or a mapping "source column: contract column"',
  })
  .transform(
    (given) => new Map(Array.isArray(given) ? given.map((name) => [name, name]) : Object.entries(given)),
  )

const path = (text: string) => z.string().regex(/^(\/[^/]+)*$/, text)
const pointer = path('is not a JSON pointer such as /data/rows')
const port = z.int().min(1).max(65_535)

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is a name of small letters, digits and hyphens'),
  dataset: z.enum(DATASETS.map(({ name }) => name)),
  schedule,
  /** Tries of one request, query or download. */
  attempts: z.int().min(1).max(20).default(5),
  /** Before the second try; doubled before each further one, up to 5 minutes, with jitter. */
  backoff: duration.default(2000),
  /** The longest silence of the source. */
  idle: duration.default(60_000),
  /** The longest pull, all tries included. */
  timeout: duration.default(3_600_000),
  /** The largest pull, or the largest file of a folder. */
  limit: size.default(4_000_000_000),
}

/** What `since` has in every kind. The cursor is the greatest value received. */
const cursor = {
  /** The source's column that only grows as rows change. */
  column: z.string().min(1),
  as: z.enum(['time', 'number']).default('time'),
  /** Asked for in the first pull; without it the first pull asks for everything. */
  start: z.string().optional(),
}

const tableSource = {
  ...common,
  host: z.string().min(1),
  database: z.string().min(1),
  user: z.string().min(1),
  password: secret,
  /** Verified TLS; `false` only within one machine or a network of its own. */
  tls: z.boolean().default(true),
  table: z
    .string()
    .regex(/^[^.\s]+(\.[^.\s]+)?$/, 'is the name of a table or view, with or without its schema'),
  columns,
  since: z
    .strictObject({
      ...cursor,
      // Transactions are seen when they end, with the time at which they began.
      overlap: duration.default(600_000),
    })
    .optional(),
}

const paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    parameter: z.string().min(1).default('page'),
    first: z.int().min(0).default(1),
  }),
  z.strictObject({
    kind: z.literal('cursor'),
    parameter: z.string().min(1),
    pointer,
    /** Some sources leave the pointer out on the last page; elsewhere its absence is an error. */
    absent_at_end: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('link') }),
  /** `size`: rows of a full page, as the address asks for; a smaller page is the last. */
  z.strictObject({ kind: z.literal('since'), size: z.int().min(1) }),
])

/** Headers that carry secrets, by their names. */
const SECRET_HEADER = /auth|cookie|key|token|secret|password/i

const http = z.strictObject({
  kind: z.literal('http'),
  ...common,
  url: z
    .url({ protocol: /^https?$/, error: 'is not an address beginning with https:// or http://' })
    .refine((text) => !/^https?:\/\/[^/]*@/.test(text), 'must not hold a user or password: use auth'),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .superRefine((headers, context) => {
      for (const [name, value] of Object.entries(headers)) {
        if (SECRET_HEADER.test(name) && !/\$\{[A-Z][A-Z0-9_]*\}/.test(value)) {
          context.addIssue({
            code: 'custom',
            path: [name],
            message:
              'looks like a secret and must not be in this file: write ${NAME} and set NAME in the environment',
          })
        }
      }
    }),
  auth: z
    .union([z.strictObject({ bearer: secret }), z.strictObject({ user: z.string(), password: secret })], {
      error: 'is either "bearer: ${NAME}" or "user: …" and "password: ${NAME}"',
    })
    .optional(),
  /** `file`: whatever the loader reads, taken as it is; its format is the last extension of `url`'s path or of `file`. */
  format: z.enum(['json', 'ndjson', 'csv', 'file']),
  /** With `format: file` where the address does not end in the file's name: `export.csv.gz`. */
  file: z.string().optional(),
  /** `json`: where the array of rows is; '' is the answer itself. */
  rows: pointer.default(''),
  paging: paging.default({ kind: 'none' }),
  columns: columns.optional(),
  /** Source columns that are known and never kept. */
  ignore: z.array(z.string()).default([]),
  since: z.strictObject({ ...cursor, parameter: z.string().min(1), overlap: duration.default(0) }).optional(),
})

const folder = {
  ...common,
  /** Names of files within the folder or prefix, `*` for any letters. */
  match: z.string().default('*'),
}

const s3 = z.strictObject({
  kind: z.literal('s3'),
  ...folder,
  endpoint: z.url({ protocol: /^https?$/, error: 'is not an address beginning with https:// or http://' }),
  region: z.string().default('us-east-1'),
  bucket: z.string().min(3),
  prefix: z.string().default(''),
  access_key: secret,
  secret_key: secret,
})

const sftp = z.strictObject({
  kind: z.literal('sftp'),
  ...folder,
  host: z.string().min(1),
  port: port.default(22),
  user: z.string().min(1),
  password: secret.optional(),
  private_key: secret.optional(),
  /** As `ssh-keygen -lf` prints it: a server with another key is not talked to. */
  host_key: z
    .string({
      error: 'is required: the fingerprint of the server’s key, from "ssh-keygen -lf" on the server',
    })
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'is not a fingerprint SHA256:… as "ssh-keygen -lf" prints it'),
  folder: z.string().min(1),
  /** Files younger than this may still be written. */
  settle: duration.default(60_000),
})

const postgres = z.strictObject({ kind: z.literal('postgres'), ...tableSource, port: port.default(5432) })
const mysql = z.strictObject({ kind: z.literal('mysql'), ...tableSource, port: port.default(3306) })

export const definition = z
  .discriminatedUnion('kind', [http, postgres, mysql, s3, sftp], {
    error: (issue) =>
      issue.code === 'invalid_union' ? 'kind is one of http, postgres, mysql, s3, sftp' : undefined,
  })
  .superRefine((source, context) => {
    const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const contract = datasetNamed(source.dataset)?.columns ?? []
    if ('columns' in source && source.columns !== undefined) {
      const given = [...source.columns.values()]
      for (const [from, to] of source.columns) {
        if (!contract.some(({ name }) => name === to)) {
          fault(
            ['columns', from],
            `"${to}" is not a column of ${source.dataset}: ${contract.map(({ name }) => name).join(', ')}`,
          )
        }
      }
      const twice = given.find((name, index) => given.indexOf(name) !== index)
      if (twice !== undefined) fault(['columns'], `gives ${twice} twice`)
      const missing = contract.filter(({ name, required }) => required === true && !given.includes(name))
      if (missing.length > 0) {
        fault(
          ['columns'],
          `lacks ${missing.map(({ name }) => name).join(', ')}, which ${source.dataset} requires`,
        )
      }
    }
    if (source.kind === 'sftp' && (source.password === undefined) === (source.private_key === undefined)) {
      fault(['user'], 'needs either password or private_key')
    }
    if (source.kind !== 'http') return
    if (source.paging.kind === 'since' && source.since === undefined) {
      fault(['paging'], 'needs since: the next page is asked for by the greatest value received')
    }
    if (source.format === 'file') {
      const only = ['columns', 'since'] as const
      for (const key of only) {
        if (source[key] !== undefined)
          fault([key], 'does not go with format: file, which takes the file as it is')
      }
      if (source.ignore.length > 0) fault(['ignore'], 'does not go with format: file')
    }
    if (source.ignore.length > 0 && source.columns === undefined) fault(['ignore'], 'needs columns')
    if (source.format !== 'json' && (source.rows !== '' || source.paging.kind === 'cursor')) {
      fault([source.rows === '' ? 'paging' : 'rows'], 'is for format: json only')
    }
    if (source.format === 'file' && source.paging.kind !== 'none')
      fault(['paging'], 'does not go with format: file')
  })

export type Definition = z.infer<typeof definition>
export type HttpDefinition = Extract<Definition, { kind: 'http' }>
export type TableDefinition = Extract<Definition, { kind: 'postgres' | 'mysql' }>
export type S3Definition = Extract<Definition, { kind: 's3' }>
export type SftpDefinition = Extract<Definition, { kind: 'sftp' }>
export type Since = NonNullable<(HttpDefinition | TableDefinition)['since']>
