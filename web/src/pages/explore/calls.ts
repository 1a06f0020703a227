/** The question as a call that can be pasted into another tool. The token is a placeholder: nobody's is shown. Pure. */
import type { CubeQuery } from '../../api/cube.ts'

export const TOOLS = ['curl', 'python', 'r', 'power_query'] as const
export type Tool = (typeof TOOLS)[number]

/** Of the environment in a shell; to be put in by hand elsewhere. */
const TOKEN = 'TOANCANH_TOKEN'

/** JSON as people write it: a list of texts on one line. */
export const pretty = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /\[\n\s+([^[\]{}]*?)\n\s+\]/g,
    (_, inner: string) => `[${inner.replace(/\n\s*/g, ' ')}]`,
  )

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const body = (query: CubeQuery, format: string): string => pretty({ format, query })
/** A JSON text inside a string of R in raw form; a closing mark within it would end the string. */
const rRaw = (json: string): string => {
  const dashes = '-'.repeat((json.match(/\)-*"/g) ?? []).reduce((most, m) => Math.max(most, m.length), 0))
  return `r"${dashes}(${json})${dashes}"`
}

const CALLS: Record<Tool, (query: CubeQuery, origin: string) => string> = {
  curl: (query, origin) => `curl -sSf ${origin}/api/export \\
  -H "Authorization: Bearer $${TOKEN}" \\
  -H 'Content-Type: application/json' \\
  -o toancanh.csv \\
  --data ${shellQuoted(body(query, 'csv'))}
`,
  python: (query, origin) => `import io
import json
import os

import pandas
import requests

query = json.loads(r'''${pretty(query).replaceAll("'", '\\u0027')}''')
answer = requests.post(
    "${origin}/api/export",
    headers={"Authorization": f"Bearer {os.environ['${TOKEN}']}"},
    json={"format": "parquet", "query": query},
    timeout=600,
)
answer.raise_for_status()
frame = pandas.read_parquet(io.BytesIO(answer.content))
print(frame)
`,
  r: (query, origin) => `library(httr2)

body <- ${rRaw(body(query, 'parquet'))}
file <- tempfile(fileext = ".parquet")
request("${origin}/api/export") |>
  req_auth_bearer_token(Sys.getenv("${TOKEN}")) |>
  req_body_raw(body, type = "application/json") |>
  req_perform(path = file)
frame <- arrow::read_parquet(file)
print(frame)
`,
  power_query: (query, origin) => `let
    Body = "${JSON.stringify({ format: 'csv', query }).replaceAll('"', '""')}",
    Answer = Web.Contents("${origin}", [
        RelativePath = "api/export",
        Headers = [Authorization = "Bearer ${TOKEN}", #"Content-Type" = "application/json"],
        Content = Text.ToBinary(Body, TextEncoding.Utf8)
    ]),
    Rows = Csv.Document(Answer, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Table = Table.PromoteHeaders(Rows, [PromoteAllScalars = true])
in
    Table
`,
}

export const callOf = (tool: Tool, query: CubeQuery, origin: string): string => CALLS[tool](query, origin)
