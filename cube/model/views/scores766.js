view('scores766', {
  title: 'Bộ chỉ số 766',
  description:
    'Bộ chỉ số chỉ đạo, điều hành và đánh giá chất lượng phục vụ người dân, doanh nghiệp theo Quyết định 766/QĐ-TTg.',
  meta: {
    title_en: 'Index 766',
    description_en: 'The index of Quyết định 766/QĐ-TTg on the quality of service to people and businesses.',
    datasets: ['scores766', 'dossiers', 'procedures'],
  },
  cubes: [{ join_path: score_points, includes: '*' }],
})
