/** The place dimensions, once: every cube whose rows have a place extends this one or the next. Not asked by itself. */
cube('placed', {
  sql: 'SELECT 1',
  public: false,

  dimensions: {
    province: {
      type: 'string',
      sql: `${CUBE}.province`,
      title: 'Mã tỉnh',
      description: 'Mã tỉnh, thành phố (34 đơn vị từ 01/7/2025).',
      meta: {
        title_en: 'Province code',
        description_en: 'Code of the province (34 units since 1 July 2025).',
      },
    },
    province_name: {
      type: 'string',
      sql: `${CUBE}.province_name`,
      title: 'Tỉnh, thành phố',
      description: 'Tên tỉnh, thành phố (34 đơn vị).',
      meta: { title_en: 'Province', description_en: 'Name of the province (34 units).' },
    },
    region: {
      type: 'string',
      sql: `${CUBE}.region`,
      title: 'Vùng',
      description: 'Vùng kinh tế - xã hội của tỉnh (2025).',
      meta: { title_en: 'Region', description_en: 'Socio-economic region of the province (2025).' },
    },
  },
})

/** Of rows that also know their province of before 1 July 2025. */
cube('placed_in_both_eras', {
  extends: placed,
  sql: 'SELECT 1',
  public: false,

  dimensions: {
    province63: {
      type: 'string',
      sql: `${CUBE}.province63`,
      title: 'Mã tỉnh cũ',
      description: 'Mã tỉnh trước 01/7/2025 (63 đơn vị); số liệu kết thúc ngày 30/6/2025.',
      meta: {
        title_en: 'Former province code',
        description_en: 'Code of the province before 1 July 2025 (63 units); figures end on 30 June 2025.',
      },
    },
    province63_name: {
      type: 'string',
      sql: `${CUBE}.province63_name`,
      title: 'Tỉnh cũ',
      description: 'Tên tỉnh trước 01/7/2025 (63 đơn vị).',
      meta: {
        title_en: 'Former province',
        description_en: 'Name of the province before 1 July 2025 (63 units).',
      },
    },
  },
})
