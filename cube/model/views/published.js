view('published', {
  title: 'Số liệu công bố',
  description: 'Số liệu từ nguồn công khai, để đối chiếu.',
  meta: {
    title_en: 'Published figures',
    description_en: 'Figures from public sources, for comparison.',
    datasets: ['published'],
  },
  cubes: [{ join_path: published_figures, includes: '*' }],
})
