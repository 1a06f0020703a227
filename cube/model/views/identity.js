view('identity', {
  title: 'Định danh và xác thực',
  description: 'Thẻ căn cước, tài khoản định danh điện tử và số định danh trẻ em.',
  meta: {
    title_en: 'Identity',
    description_en: "ID cards, electronic accounts and children's numbers.",
    datasets: ['identity'],
  },
  cubes: [{ join_path: identity_counts, includes: '*' }],
})
