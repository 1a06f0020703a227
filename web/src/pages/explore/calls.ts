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
  python: (query, origin) => `import json
import os
import urllib.request

import pandas

query = json.loads(r'''${pretty(query).replaceAll("'", '\\u0027')}''')
request = urllib.request.Request(
    "${origin}/api/export",
    json.dumps({"format": "csv", "query": query}).encode(),
    {"Authorization": f"Bearer {os.environ['${TOKEN}']}", "Content-Type": "application/json"},
)
# Text, so that codes keep their zeros.
texts = {name: str for name in query.get("dimensions", [])}
with urllib.request.urlopen(request, timeout=600) as answer:
    frame = pandas.read_csv(answer, dtype=texts)
print(frame)
`,
  r: (query, origin) => `query <- ${rRaw(pretty(query))}
address <- paste0("${origin}/api/export?format=csv&query=", URLencode(query, reserved = TRUE))
bearer <- paste("Bearer", Sys.getenv("${TOKEN}"))
options(timeout = 600)
frame <- read.csv(
  url(address, headers = c(Authorization = bearer)),
  check.names = FALSE, encoding = "UTF-8",
  # Text, so that codes keep their zeros.
  colClasses = c(${(query.dimensions ?? []).map((name) => `"${name}" = "character"`).join(', ')})
)
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
