// Figures from public sources, shown beside ours and never mixed with them. Rows by source/latest.ts.
cube('published_figures', {
  extends: placed,
  sql_table: 'published',
  public: false,
  refresh_key: { sql: 'SELECT version FROM ledger_version', every: '1 second' },

  measures: {
    value: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.value)`,
      title: 'Giá trị công bố',
      description: 'Số liệu công bố mới nhất đến cuối kỳ.',
      meta: {
        title_en: 'Published value',
        description_en: "The latest published figure by the period's end.",
        numerator: 'Như nguồn công bố',
        denominator: null,
        exclusions: 'Không trộn với số liệu của hệ thống',
        unit: 'count',
        owner: 'Nguồn công bố',
        source: 'Theo nguồn công bố của từng số liệu',
        kind: 'stock',
      },
    },
  },

  dimensions: {
    date: {
      type: 'time',
      sql: `${CUBE}.date`,
      title: 'Ngày',
      description: 'Cuối kỳ: số liệu công bố mới nhất đến ngày đó.',
      meta: { title_en: 'Date', description_en: "The period's end: the latest publication by that day." },
      granularities: {
        reporting_month: { title: 'Tháng báo cáo (15–14)', interval: '1 month', origin: '2021-12-15' },
        reporting_quarter: { title: 'Quý báo cáo (15–14)', interval: '3 months', origin: '2021-12-15' },
        reporting_year: { title: 'Năm báo cáo (15/12–14/12)', interval: '1 year', origin: '2021-12-15' },
      },
    },
    figure: {
      type: 'string',
      sql: `${CUBE}.figure`,
      title: 'Mã số liệu',
      description: 'Mã số liệu công bố.',
      meta: { title_en: 'Figure', description_en: 'Code of the published figure.' },
    },
    unit: {
      type: 'string',
      sql: `${CUBE}.unit`,
      title: 'Đơn vị',
      description: 'Đơn vị tính.',
      meta: { title_en: 'Unit', description_en: 'Unit of the figure.' },
    },
    source: {
      type: 'string',
      sql: `${CUBE}.source`,
      title: 'Nguồn',
      description: 'Nguồn công bố.',
      meta: { title_en: 'Source', description_en: 'Where it was published.' },
    },
    as_of: {
      type: 'string',
      sql: `${CUBE}.as_of`,
      title: 'Tại ngày',
      description: 'Ngày của số liệu, YYYY-MM-DD.',
      meta: { title_en: 'As of', description_en: 'The day the figure is of, YYYY-MM-DD.' },
    },
  },
})
