view('rollout', {
  title: 'Chỉ tiêu Đề án 06',
  description: 'Chỉ tiêu của Đề án 06 so với mục tiêu.',
  meta: {
    title_en: 'Rollout',
    description_en: 'Indicators of Đề án 06 against their targets.',
    datasets: ['indicators'],
  },
  cubes: [{ join_path: indicator_values, includes: '*' }],
})
