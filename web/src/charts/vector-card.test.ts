// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { createFormat } from '../composables/useFormat.ts'
import type { Palette } from './palette.ts'
import { vectorCard } from './vector-card.ts'

const palette = {
  surface: '#fff',
  ink: '#111',
  inkSoft: '#555',
  line: '#ddd',
  main: '#00f',
  compare: '#999',
  font: "Inter, 'Segoe UI'",
} as Palette
const format = createFormat('vi', (key) => key)
const card = {
  title: 'Đúng hạn < 100% & "trễ"',
  reading: 'Đúng hạn 99,2%, thấp nhất Gia Lai 94,1%. '.repeat(8).trim(),
  notes: ['Số liệu mô phỏng'],
  chart: null,
  legend: [],
  table: {
    caption: 'Bảng',
    columns: [
      { label: 'Tỉnh', kind: 'text' as const },
      { label: 'Tỷ lệ', kind: 'ratio' as const },
    ],
    rows: [
      ['Gia Lai', 0.941],
      ['Huế', null],
    ],
  },
}
const textsOf = (svg: string): string[] => {
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml')
  expect(drawn.querySelector('parsererror')).toBeNull()
  return [...drawn.querySelectorAll('text')].map((text) => text.textContent ?? '')
}

test('it is well-formed, whatever the words, and says what the figures are', () => {
  const texts = textsOf(vectorCard(card, format, palette))
  expect(texts[0]).toBe(card.title)
  expect(texts).toContain('Số liệu mô phỏng')
  expect(texts.slice(1).join(' ')).toContain(card.reading)
})

test('without a chart the table is drawn, and no data is not zero', () => {
  const texts = textsOf(vectorCard(card, format, palette))
  expect(texts).toEqual(expect.arrayContaining(['Gia Lai', '94,1%', 'Huế', 'common.noData']))
})

test('a chart stands where the table would', () => {
  const chart = {
    svg: '<svg xmlns="http://www.w3.org/2000/svg"><text>cột</text></svg>',
    width: 800,
    height: 300,
  }
  const texts = textsOf(vectorCard({ ...card, chart }, format, palette))
  expect(texts).toContain('cột')
  expect(texts).not.toContain('Gia Lai')
})

test('a chart has its legend with it: each label beside its colour, in its shape; a table has none', () => {
  const chart = { svg: '<svg xmlns="http://www.w3.org/2000/svg"/>', width: 800, height: 300 }
  const legend = [
    { label: 'Đúng hạn <1>', swatch: 'main' as const },
    { label: 'Cả nước', swatch: 'compare' as const, shape: 'dash' as const },
  ]
  const svg = vectorCard({ ...card, chart, legend }, format, palette)
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const items = [...drawn.querySelectorAll('path')].map((path) => [
    path.getAttribute('fill'),
    path.getAttribute('stroke'),
    path.nextElementSibling?.textContent,
  ])
  expect(items).toEqual([
    ['#00f', null, 'Đúng hạn <1>'],
    ['none', '#999', 'Cả nước'],
  ])
  // The chart begins below them.
  const height = (text: string): number => Number(/ height="(\d+)"/.exec(text)?.[1])
  expect(height(svg) - height(vectorCard({ ...card, chart }, format, palette))).toBe(20)
  expect(textsOf(vectorCard({ ...card, legend }, format, palette))).not.toContain('Cả nước')
})
