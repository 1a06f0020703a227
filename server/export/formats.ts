/** What tables leave the product as. */
export const FORMATS = ['csv', 'xlsx', 'parquet', 'arrow'] as const
export type Format = (typeof FORMATS)[number]

interface FormatFacts {
  /** Name of the engine's own format, as which rows come out of it. */
  engine: string
  type: string
  extension: string
}

export const FORMAT: Record<Format, FormatFacts> = {
  csv: { engine: 'CSVWithNames', type: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  xlsx: {
    engine: 'TSVRaw',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
  },
  parquet: { engine: 'Parquet', type: 'application/vnd.apache.parquet', extension: 'parquet' },
  // The stream, not the file: it needs no going back, so it is written and read as it comes.
  arrow: { engine: 'ArrowStream', type: 'application/vnd.apache.arrow.stream', extension: 'arrows' },
}

/** Settings of the engine under which other programs read what it writes. */
export const FORMAT_SETTINGS = {
  output_format_arrow_compression_method: 'none',
  output_format_parquet_compression_method: 'snappy',
  // As pandas and R read what is missing; the engine's own \N would make a column of numbers one of texts.
  format_csv_null_representation: '',
  join_use_nulls: 1,
  date_time_output_format: 'simple',
  // A column list put around a statement must not cost its order.
  query_plan_remove_redundant_sorting: 0,
} as const
