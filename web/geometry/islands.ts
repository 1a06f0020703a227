/**
 * Positions (longitude, latitude, degrees) of the main features of both archipelagos, to about a tenth of a degree.
 * They are drawn as schematic dots, never as surveyed outlines, and belong to Đà Nẵng (48) and Khánh Hòa (56).
 */
type Place = readonly [name: string, longitude: number, latitude: number]
type Ring = [number, number][]

const HOANG_SA: readonly Place[] = [
  ['Phú Lâm', 112.34, 16.83],
  ['Hoàng Sa', 111.61, 16.53],
  ['Quang Ảnh', 111.51, 16.45],
  ['Tri Tôn', 111.2, 15.78],
  ['Linh Côn', 112.73, 16.67],
  ['Bạch Quy', 111.77, 16.06],
  ['Bông Bay', 112.55, 16.04],
  ['Đá Bắc', 111.5, 17.09],
]

const TRUONG_SA: readonly Place[] = [
  ['Trường Sa', 111.92, 8.64],
  ['Song Tử Tây', 114.33, 11.43],
  ['Thị Tứ', 114.28, 11.05],
  ['Loại Ta', 114.42, 10.68],
  ['Ba Bình', 114.37, 10.38],
  ['Nam Yết', 114.37, 10.18],
  ['Sinh Tồn', 114.33, 9.89],
  ['Sinh Tồn Đông', 114.57, 9.9],
  ['Bến Lạc', 115.02, 11.08],
  ['Vĩnh Viễn', 115.8, 10.73],
  ['Chữ Thập', 112.89, 9.55],
  ['Phan Vinh', 113.7, 8.97],
  ['Trường Sa Đông', 112.35, 8.93],
  ['Đá Tây', 112.22, 8.86],
  ['An Bang', 112.92, 7.89],
  ['Thuyền Chài', 113.3, 8.18],
  ['Tốc Tan', 113.97, 8.82],
  ['Tiên Nữ', 114.65, 8.87],
]

/** Dots by the province they belong to; the codes are the same in both eras. */
export const ISLANDS: Readonly<Record<string, readonly Place[]>> = { '48': HOANG_SA, '56': TRUONG_SA }

/** A small round polygon; the longitude is stretched so that it looks round at its latitude. */
export const dot = (longitude: number, latitude: number, radius = 0.085, corners = 12): Ring[] => {
  const stretch = Math.cos((latitude * Math.PI) / 180)
  const ring: Ring = []
  for (let i = 0; i < corners; i++) {
    const angle = (-2 * Math.PI * i) / corners
    ring.push([
      Number((longitude + (radius / stretch) * Math.cos(angle)).toFixed(3)),
      Number((latitude + radius * Math.sin(angle)).toFixed(3)),
    ])
  }
  const first = ring[0]
  return first ? [[...ring, first]] : []
}
