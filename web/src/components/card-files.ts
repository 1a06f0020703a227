/** What a card gives away: the table it shows, the data behind it with its definitions, and pictures. */
import type { Client } from '../api/client.ts'
import type { CubeQuery } from '../api/cube.ts'
import { createExports } from '../api/exports.ts'
import type { ChartPictures } from '../charts/pictures.ts'
import type { LegendItem } from '../charts/legend.ts'
import type { Palette } from '../charts/palette.ts'
import type { Format } from '../composables/useFormat.ts'
import { download } from '../format/download.ts'
import { toCsv } from '../format/table.ts'
import type { DataTable } from '../format/table.ts'

/** `query` is the number of the card's query that a workbook is made of. */
export type CardFile = { kind: 'csv' | 'png' | 'svg' } | { kind: 'xlsx'; query: number }

export interface Card {
  /** Of the file, without its ending. */
  name: string
  title: string
  reading: string
  notes: string[]
  table: DataTable
  pictures: ChartPictures | null
  legend: readonly LegendItem[]
  queries: readonly CubeQuery[]
}

/** Makes a file of a card and hands it to the reader. Throws where the server refuses or the browser cannot draw. */
export const saveCard = async (
  card: Card,
  file: CardFile,
  client: Pick<Client, 'send'>,
  format: Format,
  palette: Palette,
): Promise<void> => {
  const { name, pictures, table, notes } = card
  switch (file.kind) {
    case 'csv':
      download(
        `${name}.csv`,
        new Blob([toCsv(table, format.language, notes)], { type: 'text/csv;charset=utf-8' }),
      )
      return
    case 'xlsx': {
      const number = card.queries.length > 1 ? `-${file.query + 1}` : ''
      const query = card.queries[file.query]
      if (query === undefined) return
      const options = { for: 'people', lang: format.language, name: name + number } as const
      const workbook = await createExports(client).file(query, 'xlsx', options)
      download(`${name}${number}.xlsx`, await workbook.blob())
      return
    }
    case 'png': {
      const { drawPicture } = await import('../charts/image.ts')
      download(`${name}.png`, await drawPicture({ ...card, chart: pictures?.png() ?? null }, format, palette))
      return
    }
    case 'svg': {
      const { vectorCard } = await import('../charts/vector-card.ts')
      const drawn = vectorCard({ ...card, chart: (await pictures?.svg()) ?? null }, format, palette)
      download(`${name}.svg`, new Blob([drawn], { type: 'image/svg+xml' }))
    }
  }
}
