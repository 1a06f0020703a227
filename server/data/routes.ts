import { Router } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import type { z } from 'zod'
import { actorOf, asked } from '../api/asked.ts'
import { readRows, type ReadableWarehouse } from '../api/warehouse-rows.ts'
import { recordAudit } from '../audit/audit.ts'
import { writeOn } from '../export/write-on.ts'
import { HttpError, route } from '../http/errors.ts'
import { inspectorsOnly } from './access.ts'
import { askedLineage, fileRow, filesSql, lineageAnswer, partRow, partsSql } from './lineage.ts'
import { askedLoads, countRow, loadRow, loadsCountSql, loadsSql, type LoadsAnswer } from './loads.ts'
import {
  allFaultsSql,
  askedFaults,
  faultCsvLine,
  faultParams,
  faultRow,
  faultsCountSql,
  faultsCsvHeader,
  faultsPage,
  faultsSql,
  reasonRow,
  reasonsSql,
  type FaultsAnswer,
  type ReasonsAnswer,
} from './quarantine.ts'

interface Parts {
  db: DatabaseSync
  warehouse: ReadableWarehouse
  clock: () => Date
  /** Of a warehouse that does not answer. */
  note: (cause: unknown) => void
}

/** `/api/data`: the ledger of loads, what came of each file, and the rows that were not loaded. */
export function dataRoutes({ db, warehouse, clock, note }: Parts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const rows = <Row extends z.ZodType>(row: Row, sql: string, params: Record<string, unknown>) =>
    readRows(warehouse, row, sql, note, params)
  const counted = async (sql: string, params: Record<string, unknown>): Promise<number> =>
    (await rows(countRow, sql, params))[0]?.n ?? 0
  router.use(inspectorsOnly)

  router.get(
    '/loads',
    route(async (req, res) => {
      const { before = 0, ...search } = asked(askedLoads, req.query)
      const [loads, total] = await Promise.all([
        rows(loadRow, loadsSql, { ...search, before }),
        counted(loadsCountSql, search),
      ])
      const more = loads.length === search.limit ? (loads.at(-1)?.version ?? null) : null
      res.json({ loads, total, more } satisfies LoadsAnswer)
    }),
  )

  router.get(
    '/lineage',
    route(async (req, res) => {
      const chosen = asked(askedLineage, req.query)
      const [files, parts] = await Promise.all([
        rows(fileRow, filesSql, chosen),
        rows(partRow, partsSql, chosen),
      ])
      res.json(lineageAnswer(files, parts))
    }),
  )

  router.get(
    '/quarantine/reasons',
    route(async (req, res) => {
      const params = faultParams(asked(askedFaults, req.query))
      res.json({ reasons: await rows(reasonRow, reasonsSql, params) } satisfies ReasonsAnswer)
    }),
  )

  router.get(
    '/quarantine',
    route(async (req, res) => {
      const { offset, limit, ...search } = asked(faultsPage, req.query)
      const params = faultParams(search)
      const [faults, total] = await Promise.all([
        rows(faultRow, faultsSql, { ...params, offset, limit }),
        counted(faultsCountSql, params),
      ])
      const next = offset + faults.length
      res.json({ faults, total, more: next < total ? next : null } satisfies FaultsAnswer)
    }),
  )

  router.get(
    '/quarantine.csv',
    route(async (req, res) => {
      const search = asked(askedFaults, req.query)
      const left = new AbortController()
      res.once('close', () => left.abort())
      const answer = await warehouse
        .client('reader')
        .query({
          query: allFaultsSql,
          query_params: faultParams(search),
          format: 'JSONEachRow',
          abort_signal: left.signal,
        })
        .catch((cause: unknown) => {
          note(cause)
          throw new HttpError(
            503,
            'warehouse_unavailable',
            'The data warehouse cannot be reached at the moment.',
          )
        })
      recordAudit(db, clock(), actorOf(req), 'quarantine_exported', null, search)
      res.type('text/csv; charset=utf-8').attachment('toan-canh-quarantine.csv')
      try {
        await writeOn(res, faultsCsvHeader)
        for await (const block of answer.stream())
          await writeOn(res, block.map((row) => faultCsvLine(faultRow.parse(row.json()))).join(''))
        res.end()
      } catch (cause) {
        // What went out is not whole: the connection ends without saying that it is.
        if (!left.signal.aborted) note(cause)
        res.destroy()
      }
    }),
  )
  return router
}
