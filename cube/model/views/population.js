view('population', {
  title: 'Dân số',
  description: 'Dân số và dân số đủ điều kiện, theo nguồn công bố.',
  meta: {
    title_en: 'Population',
    description_en: 'Residents and eligible residents, with their source.',
    datasets: ['population'],
  },
  cubes: [{ join_path: population_counts, includes: '*' }],
})
