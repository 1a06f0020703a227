import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/sequence.ts'

// One zone and one language for every test, another than the ministry's: nothing may lean on the machine's.
process.env['TZ'] = 'America/St_Johns'
process.env['LANG'] = 'C.UTF-8'

export default defineConfig({
  test: {
    // Most tests wait for an engine, a browser or a clock half of the time; more at once than two starve one another.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{etl,cube,server,reports}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [vue()],
        root: 'web',
        test: { name: 'web', include: ['src/**/*.test.ts', 'geometry/**/*.test.ts'], environment: 'node' },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
