import { expect, test } from 'vitest'
import { deviceOf } from './device.ts'

const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
test.each([
  [`${desktop} Chrome/142.0.0.0 Safari/537.36`, { browser: 'Chrome', system: 'Windows' }],
  [`${desktop} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, { browser: 'Edge', system: 'Windows' }],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    { browser: 'Firefox', system: 'Linux' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    { browser: 'Safari', system: 'iOS' },
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36',
    { browser: 'Chrome', system: 'Android' },
  ],
  ['curl/8.5.0', null],
  [null, null],
])('%s is %j', (agent, device) => {
  expect(deviceOf(agent)).toEqual(device)
})
