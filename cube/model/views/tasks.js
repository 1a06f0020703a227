view('tasks', {
  title: 'Nhiệm vụ Đề án 06',
  description: 'Nhiệm vụ được giao và tình trạng thực hiện.',
  meta: { title_en: 'Tasks', description_en: 'Assigned tasks and their state.', datasets: ['tasks'] },
  cubes: [{ join_path: task_counts, includes: '*' }],
})
