view('dossiers', {
  title: 'Hồ sơ thủ tục hành chính',
  description: 'Tiếp nhận, giải quyết và tồn của hồ sơ thủ tục hành chính.',
  meta: {
    title_en: 'Dossiers',
    description_en: 'Dossiers of administrative procedures received, resolved and pending.',
    datasets: ['dossiers'],
  },
  cubes: [{ join_path: dossier_counts, includes: '*' }],
})
