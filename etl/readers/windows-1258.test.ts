import { expect, test } from 'vitest'
import { windows1258Check } from './windows-1258.ts'

/** Judges a text in pieces of `size` bytes. */
function judge(bytes: Buffer, size = bytes.length): number | undefined {
  const check = windows1258Check()
  for (let at = 0; at < bytes.length; at += size) {
    const misfit = check(bytes.subarray(at, at + size))
    if (misfit !== undefined) return misfit
  }
  return check()
}

// "Hà Nội, đường Trần Phú – “Thủ tục”" as Windows writes it: ô F4 + dot below F2, đ F0, ư FD ơ F5 + grave CC, hook D2.
const VIETNAMESE = Buffer.from(
  '48e0204ef4f2692c20f0fdf5cc6e67205472e2cc6e205068fa209620935468 75d220 7475f26394'.replaceAll(' ', ''),
  'hex',
)

test.each([1, 2, 3, 7, 100])('takes Vietnamese, in pieces of %i bytes', (size) => {
  expect(judge(VIETNAMESE, size)).toBeUndefined()
})

test.each<[string, Buffer, number]>([
  ['UTF-8', Buffer.from('Cấp căn cước'), 2],
  ['UTF-8 with one broken byte', Buffer.concat([Buffer.from('ký đối '), Buffer.from([0xf2])]), 1],
  ['Latin-1 Portuguese', Buffer.from('Sã o', 'latin1'), 1],
  ['Latin-1 German', Buffer.from('Größe', 'latin1'), 2],
  ['Latin-1 without a tone mark', Buffer.from('café', 'latin1'), 0],
  // TCVN3 "Đăng ký thường trú": § ¨ ® are its letters.
  ['TCVN3', Buffer.from('a7a86e67206bfd207468adeb6e672074 72f3'.replaceAll(' ', ''), 'hex'), 1],
  // VNI "Thủ tục": u with û and ï after it.
  ['VNI', Buffer.from('Thuû tuïc', 'latin1'), 3],
  ['a tone mark after a consonant', Buffer.from([0x74, 0xec, 0x20]), 1],
  ['a byte without a meaning', Buffer.from([0x61, 0xec, 0x20, 0x81]), 3],
])('not %s', (_, bytes, offset) => {
  expect(judge(bytes)).toBe(offset)
  expect(judge(bytes, 1)).toBe(offset)
})
