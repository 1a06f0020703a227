view('catalogue', {
  title: 'Danh mục thủ tục',
  description: 'Thủ tục hành chính và mức độ dịch vụ công trực tuyến.',
  meta: {
    title_en: 'Catalogue',
    description_en: 'Administrative procedures and their online service level.',
    datasets: ['procedures'],
  },
  cubes: [{ join_path: catalogue_counts, includes: '*' }],
})
