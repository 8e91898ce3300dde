/** A fish auction floor with one buyer on it; the clock above sells to people elsewhere. */
import { ground, rays, slants } from '../field.ts'
import { person, standing } from '../figure.ts'
import { between, ease, type Random, seeded } from '../ink.ts'
import { arc, box, disc, etch, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, type Ink, inside, type Plate, wire } from '../plate.ts'

const HORIZON = 400
const CLOCK: Point = [800, 214]
const floor = ground([800, HORIZON], 520)

function hall(random: Random): string {
  const glow = etch(rays(CLOCK, [196, 1000], [0, Math.PI * 2], 84), {
    tone: (x, y) => ease(760, 200, Math.hypot(x - CLOCK[0], y - CLOCK[1])),
    width: 14,
    random,
    dash: [80, 340],
    gap: 16,
    step: 16,
  })
  const beams = [-20, 52].map((y) => box(-20, y, 1640, 14)).join('')
  const posts = [168, 402, 1176, 1410].map((x) => box(x, -20, 22, 460)).join('')
  return block('ink', box(-20, -20, 1640, 480)) + block('slate', glow) + block('ink', posts + beams)
}

/** The tiers where buyers used to sit. */
function tribune(side: number): string {
  const at = (x: number): number => 800 + side * x
  const tiers = [0, 1, 2, 3].map((i) => {
    const [x, y] = [510 + i * 118, 452 - i * 52]
    return (
      block('slate', polygon([[at(x), y], [at(x + 1000), y - 62], [at(x + 1000), y + 260], [at(x), y + 60]])) +
      wire('mist', line([[at(x), y], [at(x + 1000), y - 62]]), 5) +
      block('ink', polygon([[at(x + 6), y + 16], [at(x + 1000), y - 40], [at(x + 1000), y + 300], [at(x + 6), y + 70]]))
    )
  })
  const seats = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((k) => {
      const [x, y] = [548 + i * 118 + k * 94, 446 - i * 52 - k * 6]
      return box(at(x) - 15, y - 40, 30, 34)
    }).join(''),
  )
  return tiers.toReversed().map((tier, i) => tier + block('mist', seats[3 - i] ?? '')).join('')
}

function clock(): string {
  const [x, y] = CLOCK
  const ticks = Array.from({ length: 60 }, (_, i) => {
    const a = (i * Math.PI) / 30 - Math.PI / 2
    const inner = i % 5 === 0 ? 124 : 142
    return ribbon([[x + Math.cos(a) * inner, y + Math.sin(a) * inner], [x + Math.cos(a) * 156, y + Math.sin(a) * 156]], () => (i % 5 === 0 ? 9 : 4))
  })
  const a = -2.5
  const hand = ribbon([[x - Math.cos(a) * 44, y - Math.sin(a) * 44], [x + Math.cos(a) * 150, y + Math.sin(a) * 150]], (t) => 17 - 11 * t)
  const sold = polygon([[x, y], ...arc(x, y, 108, -Math.PI / 2, a + Math.PI * 2 - Math.PI * 2, 40)])
  return (
    cut('ink', disc(x, y, 188), 8) + block('paper', disc(x, y, 168)) + block('ink', ticks.join('')) +
    block('mist', sold) + block('red', hand + disc(x, y, 20)) + block('paper', disc(x, y, 6))
  )
}

/** A fish lying across a crate, from its outline in the crate's own measures. */
function fish(u: number, z: number, long: number, deep: number, ink: Ink, flip: number): string {
  const at = ([a, b]: Point): Point => floor(u + a * long * flip, z + b * deep)
  const body = through([[-0.46, 0], [-0.3, 0.34], [0, 0.46], [0.26, 0.24], [0.38, 0.06]], 6)
  const belly = body.map(([a, b]): Point => [a, -b * 0.86]).toReversed()
  const tail: Point[] = [[0.38, 0.06], [0.52, 0.4], [0.47, 0], [0.52, -0.4], [0.38, -0.05]]
  const outline = polygon([...body, ...tail, ...belly].map(at))
  const gill = through([[-0.26, 0.27], [-0.2, 0], [-0.26, -0.24]], 5)
  const side = through([[-0.16, 0.03], [0.1, 0.06], [0.34, 0.02]], 5)
  const width = Math.max(1, 4 / z)
  const ribs = [-0.08, 0.02, 0.12, 0.22].map((a) => line([[a, 0.3 - a * 0.5], [a + 0.05, 0.1]].map((p) => at([p[0] ?? 0, p[1] ?? 0]))))
  const [ex, ey] = at([-0.37, 0.08])
  return (
    cut(ink, outline, 3) +
    (z < 2 ? wire('paper', line(gill.map(at)) + line(side.map(at)) + ribs.join(''), width) + block('paper', disc(ex, ey, 5 / z)) : '')
  )
}

function crate(u: number, z: number, random: Random, catchInk: Ink): string {
  const [w, d] = [0.52, z * 0.2]
  const quad = (inset: number): string =>
    polygon([floor(u + inset, z + inset), floor(u + w - inset, z + inset), floor(u + w - inset, z + d - inset * z), floor(u + inset, z + d - inset * z)])
  const [x0, y0] = floor(u, z)
  const [x1] = floor(u + w, z)
  const lip = 46 / z
  const front = box(x0, y0, x1 - x0, lip)
  const grip = box((x0 + x1) / 2 - 26 / z, y0 + lip * 0.36, 52 / z, lip * 0.28)
  const count = 3
  const fishes = Array.from({ length: count }, (_, i) =>
    fish(u + w / 2 + between(random, -0.02, 0.02), z + (d * (i + 0.7)) / (count + 0.3), w * between(random, 0.78, 0.88), (d / count) * 0.98, catchInk, i % 2 ? 1 : -1),
  )
  return cut('ink', quad(0) + front, 5, 'slate') + block('paper', quad(0.018)) + fishes.toReversed().join('') + block('mist', front) + block('ink', grip)
}

function crates(random: Random): string {
  const rows = [4.5, 3.35, 2.52, 1.9, 1.43, 1.08]
  return rows
    .map((z, row) =>
      [-1.98, -1.4, -0.82, 0.3, 0.88, 1.46]
        .map((u, column) => crate(u, z, random, row === 3 && column === 3 ? 'red' : 'ink'))
        .join(''),
    )
    .join('')
}

function concrete(random: Random): string {
  const wet = etch(slants([-20, HORIZON, 1620, 1020], 0.03, 26), {
    tone: (x, y) => 0.75 * ease(330, 30, Math.abs(x - 800) / ((y - HORIZON) / 260 + 0.4)),
    width: 9,
    random,
    dash: [24, 110],
    gap: 40,
    bare: 0.22,
  })
  const area = box(-20, HORIZON + 56, 1640, 600)
  return block('slate', area) + inside(area, block('mist', wet))
}

function buyer(): string {
  const [x, y] = floor(-0.09, 1.9)
  const reflected = ribbon([[x, y + 6], [x + 6, y + 150]], (t) => 78 * (1 - t * 0.7))
  return block('ink', reflected) + cut('ink', person(x, y, 262, { ...standing, coat: 0.5, arms: [[[-0.12, 0.64], [-0.06, 0.48]], [[0.12, 0.64], [0.07, 0.48]]] }), 7)
}

export const plate: Plate = {
  slug: 'the-clock-that-sells-the-fish',
  draw: () => {
    const random = seeded(29)
    return hall(random) + concrete(random) + tribune(-1) + tribune(1) + clock() + crates(random) + buyer()
  },
}
