/** A power line that ends at the edge of a marsh, and the surveyors' stakes that go on from it. */
import { ground, levels, rays } from '../field.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { beside, box, disc, etch, gouge, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, inside, type Plate, wire } from '../plate.ts'

const HORIZON = 600
const SUN: Point = [1128, 560]
const flat = ground([1128, HORIZON], 300)

function sky(random: Random): string {
  const beams = etch(rays(SUN, [210, 1500], [Math.PI * 0.98, Math.PI * 2.02], 80), {
    tone: (x, y) => 0.2 + 0.8 * ease(200, 1150, Math.hypot(x - SUN[0], y - SUN[1])),
    width: 17,
    random,
    dash: [260, 900],
    gap: 30,
    step: 20,
  })
  return block('mist', beams) + block('brass', disc(SUN[0], SUN[1], 128)) + block('mist', box(-20, HORIZON - 26, 1640, 40))
}

/** Half the width of a pylon at a height, both in heights of the pylon. */
const halfWidth = (h: number): number => (h < 0.55 ? 0.15 - h * 0.2 : 0.04 - (h - 0.55) * 0.055)

/** A lattice pylon seen square on; `s` is its height. */
function pylon(x: number, y: number, s: number): string {
  const at = (dx: number, dy: number): Point => [x + dx * s, y - dy * s]
  const bar = (a: Point, b: Point, w: number): string => ribbon([a, b], () => Math.max(1.6, w * s))
  const stops = [0, 0.16, 0.3, 0.42, 0.52, 0.6, 0.68, 0.76, 0.84, 0.92]
  const braces = stops.slice(1).map((h, i) => {
    const g = stops[i] ?? 0
    return (
      bar(at(-halfWidth(g), g), at(halfWidth(h), h), 0.008) + bar(at(halfWidth(g), g), at(-halfWidth(h), h), 0.008) +
      bar(at(-halfWidth(h), h), at(halfWidth(h), h), 0.007)
    )
  })
  const arms = [[0.58, 0.2], [0.73, 0.25], [0.88, 0.17]].map(([h = 0, w = 0]) =>
    [-1, 1].map((d) =>
      bar(at(0, h), at(d * w, h), 0.012) + bar(at(0, h + 0.055), at(d * w, h), 0.009) +
      bar(at(d * w, h), at(d * w, h - 0.05), 0.012) + bar(at(d * w * 0.55, h), at(d * w * 0.4, h + 0.03), 0.006),
    ).join(''),
  )
  const legs = [-1, 1].map((d) =>
    bar(at(d * halfWidth(0), 0), at(d * halfWidth(0.55), 0.55), 0.015) + bar(at(d * halfWidth(0.55), 0.55), at(0, 1), 0.013),
  )
  return [...braces, ...arms, ...legs].join('')
}

/** Where the line stands on the marsh: distance, in heights of the eye. */
const towers = [14, 8.2, 4.9, 2.9, 1.75]
const tall = 3.9
const foot = (z: number): Point => flat(-3.4, z)
const height = (z: number): number => (tall * 300) / z

function conductors(): string {
  const spans = towers.slice(1).flatMap((near, i) => {
    const far = towers[i] ?? near
    return [[0.53, -0.2], [0.53, 0.2], [0.68, -0.25], [0.68, 0.25], [0.83, -0.17], [0.83, 0.17], [1, 0]].map(([h = 0, w = 0]) => {
      const points = Array.from({ length: 17 }, (_, k): Point => {
        const t = k / 16
        const z = 1 / (1 / far + (1 / near - 1 / far) * t)
        const sag = h === 1 ? 0.02 : 0.055
        const [x, y] = foot(z)
        const lift = h - sag * 4 * t * (1 - t)
        return [x + w * height(z), y - lift * height(z)]
      })
      return ribbon(points, (_, [, y]) => 1.6 + 3.6 * ease(HORIZON, 120, y))
    })
  })
  return block('ink', spans.join(''))
}

function marsh(random: Random): string {
  const relief = rough(71)
  const turf = etch(levels([-20, HORIZON + 10, 1620, 1010], (y) => 9 + (y - HORIZON) / 14, (x, y) => ((y - HORIZON) / 8) * relief(x / 130, y / 40)), {
    tone: (x, y) => ease(0.44, 0.72, relief(x / (60 + (y - HORIZON) / 1.6), y / 24)),
    width: 12,
    random,
    dash: [30, 150],
    gap: 34,
    bare: 0.2,
  })
  return block('ink', box(-20, HORIZON + 8, 1640, 420)) + block('slate', turf) + creek([[3.2, 0.9], [0.9, 1.24], [0.25, 1.6], [0.9, 2.2], [2.2, 2.8], [1.5, 4], [-0.4, 6], [0.6, 9], [0.2, 26]], 0.2, random) +
    creek([[-4, 2.2], [-2.9, 2.5], [-2.6, 3.2], [-3.6, 4.2], [-2.4, 6.2], [-3.2, 9], [-0.4, 26]], 0.16, random)
}

function creek(course: readonly Point[], half: number, random: Random): string {
  const middle = through(course)
  const bank = (side: number): Point[] => beside(middle, () => side * half).map(([u, z]) => flat(u, Math.max(0.8, z)))
  const water = polygon([...bank(1), ...bank(-1).toReversed()])
  const glint = etch(levels([-20, HORIZON, 1620, 1010], (y) => 9 + (y - HORIZON) / 18), {
    tone: (x) => 0.9 * ease(360, 60, Math.abs(x - SUN[0])), width: 9, random, dash: [40, 160], gap: 50,
  })
  return cut('paper', water, 6, 'slate') + inside(water, block('brass', glint))
}

function reeds(random: Random): string {
  let stems = ''
  for (let i = 0; i < 120; i++) {
    const x = between(random, -30, 1630)
    const depth = Math.abs(x - 900) / 900
    const base = 1030
    const length = (70 + 190 * depth ** 1.6) * between(random, 0.5, 1.15)
    const lean = between(random, 10, 60)
    stems += gouge([x, base], [x + lean, base - length], 4.6, between(random, -16, -4))
    if (i % 4 === 0) stems += gouge([x + lean - 4, base - length + 12], [x + lean + 22, base - length - 44], 10, -5)
  }
  return block('mist', stems)
}

function stakes(): string {
  const row = [1.5, 1.3, 1.13, 0.98].map((z) => {
    const [x, y] = flat(-3.4, z)
    const s = 130 / z
    return wire('red', line([[x, y], [x, y - s]]), 9 / z) + block('red', polygon([[x, y - s], [x + s * 0.42, y - s * 0.84], [x, y - s * 0.66]]))
  })
  return row.join('')
}

function geese(): string {
  const birds: Point[] = [[560, 128], [604, 108], [648, 90], [524, 104], [488, 82], [694, 76], [452, 62]]
  return block('ink', birds.map(([x, y]) => gouge([x - 21, y - 7], [x, y + 3], 4, -6) + gouge([x, y + 3], [x + 21, y - 9], 4, -6)).join(''))
}

export const plate: Plate = {
  slug: 'nine-kilometres-of-marsh',
  draw: () => {
    const random = seeded(15)
    const pylons = towers.map((z) => cut('ink', pylon(...foot(z), height(z)), z > 6 ? 2 : 4))
    return sky(random) + marsh(random) + conductors() + pylons.join('') + geese() + stakes() + reeds(random)
  },
}
