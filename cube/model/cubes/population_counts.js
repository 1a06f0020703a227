// Denominators of coverage, each with its source. The rows are written for each query by source/latest.ts.
cube('population_counts', {
  extends: placed_in_both_eras,
  sql_table: 'population',
  public: false,
  refresh_key: { sql: 'SELECT version FROM ledger_version', every: '1 second' },

  measures: {
    residents: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.residents)`,
      title: 'Dân số',
      description: 'Dân số theo công bố mới nhất đến cuối kỳ.',
      meta: {
        title_en: 'Residents',
        description_en: "Residents of the latest publication by the period's end.",
        numerator: 'Dân số',
        denominator: null,
        exclusions: 'Không',
        unit: 'people',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        source: 'Theo nguồn công bố của từng số liệu',
        kind: 'stock',
      },
    },
    eligible_card: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.eligible_card)`,
      title: 'Dân số đủ điều kiện cấp thẻ',
      description: 'Dân số đủ điều kiện cấp thẻ căn cước theo công bố mới nhất đến cuối kỳ.',
      meta: {
        title_en: 'Eligible for the card',
        description_en: "Residents eligible for the ID card of the latest publication by the period's end.",
        numerator: 'Dân số đủ điều kiện cấp thẻ căn cước',
        denominator: null,
        exclusions: 'Không',
        unit: 'people',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
        source: 'Theo nguồn công bố của từng số liệu',
        kind: 'stock',
      },
    },
    eligible_eid: {
      type: 'number',
      sql: `sumOrNull(${CUBE}.eligible_eid)`,
      title: 'Dân số đủ điều kiện cấp tài khoản định danh',
      description: 'Dân số đủ điều kiện cấp tài khoản định danh điện tử theo công bố mới nhất đến cuối kỳ.',
      meta: {
        title_en: 'Eligible for an account',
        description_en:
          "Residents eligible for an electronic account of the latest publication by the period's end.",
        numerator: 'Dân số đủ điều kiện cấp tài khoản định danh điện tử',
        denominator: null,
        exclusions: 'Không',
        unit: 'people',
        owner: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội (C06)',
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
    source: {
      type: 'string',
      sql: `${CUBE}.source`,
      title: 'Nguồn',
      description: 'Cơ quan, tài liệu công bố.',
      meta: { title_en: 'Source', description_en: 'Who published it.' },
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
