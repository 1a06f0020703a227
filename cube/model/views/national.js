// The whole country for comparison, for everyone signed in: nothing here tells places apart.
view('national', {
  title: 'Toàn quốc',
  description: 'Số liệu toàn quốc để so sánh, không chia theo địa phương.',
  meta: { title_en: 'National', description_en: 'National figures for comparison, not by place.' },
  cubes: [
    {
      join_path: dossier_counts,
      alias: 'dossiers',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region', 'province63', 'province63_name', 'commune', 'agency'],
    },
    {
      join_path: identity_counts,
      alias: 'identity',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region', 'province63', 'province63_name'],
    },
    {
      join_path: population_counts,
      alias: 'population',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region', 'province63', 'province63_name'],
    },
    {
      join_path: indicator_values,
      alias: 'rollout',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region', 'province63', 'province63_name'],
    },
    {
      join_path: task_counts,
      alias: 'tasks',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region'],
    },
    { join_path: catalogue_counts, alias: 'catalogue', prefix: true, includes: '*' },
    {
      join_path: published_figures,
      alias: 'published',
      prefix: true,
      includes: '*',
      excludes: ['province', 'province_name', 'region'],
    },
  ],
})
