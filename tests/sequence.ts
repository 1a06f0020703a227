import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/**
 * Files that take a minute and more, the longest first. They begin first, so that at the end no worker is left with one of them
 * while the others have nothing to do. The size of a file, by which Vitest goes, says little here.
 */
const LONG = [
  'tests/integration/demonstration.test.ts',
  'tests/integration/crash.test.ts',
  'tests/integration/watch.test.ts',
  'tests/integration/cluster.test.ts',
  'tests/integration/pull.test.ts',
  'tests/integration/publication.test.ts',
  'etl/demo/demo.test.ts',
  'tests/integration/metrics-histories.test.ts',
  'tests/e2e/every-page.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((path) => moduleId.endsWith(`/${path}`))
      return found === -1 ? LONG.length : found
    }
    return sorted.sort((a, b) => place(a) - place(b))
  }
}
