/** A marshalling yard at night: rails, grain wagons, and one lamp walking between them. */
import { ground, rays, slants } from '../field.ts'
import { person, walking } from '../figure.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { beside, box, disc, etch, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, type Ink, inside, type Plate, wire } from '../plate.ts'

const EYE = 640
const VANISH: Point = [930, 258]
const flat = ground(VANISH, EYE)
/** A place `h` eye-heights above the ground. */
const above = (u: number, z: number, h: number): Point => [VANISH[0] + (u * EYE) / z, VANISH[1] + ((1 - h) * EYE) / z]

function sky(random: Random): string {
  const lamp: Point = [1254, 74]
  const glow = etch(rays(lamp, [46, 760], [0, Math.PI * 2], 92), {
    tone: (x, y) => ease(560, 40, Math.hypot(x - lamp[0], (y - lamp[1]) * 0.9)) * ease(340, 240, y),
    width: 12,
    random,
    dash: [60, 260],
    gap: 18,
    step: 14,
  })
  const mast = ribbon([[1254, 300], [1254, 84]], (t) => 12 - 6 * t) + box(1206, 62, 96, 13)
  const lamps = [1212, 1237, 1262, 1287].map((x) => disc(x, 84, 9)).join('')
  return block('slate', glow) + cut('ink', mast, 4, 'slate') + block('paper', lamps)
}

function elevator(): string {
  const silos = Array.from({ length: 9 }, (_, i) => box(136 + i * 44, 116, 41, 168)).join('')
  const house = box(206, 26, 150, 100) + polygon([[196, 28], [281, -6], [366, 28]]) + box(534, 70, 64, 214)
  const leg = ribbon([[366, 60], [560, 120]], () => 13)
  const shine = Array.from({ length: 9 }, (_, i) => ribbon([[168 + i * 44, 122], [168 + i * 44, 276]], () => 6)).join('')
  const lit = box(230, 52, 14, 18) + box(318, 84, 14, 18) + box(556, 96, 13, 17)
  return cut('ink', silos + house + leg, 5, 'slate') + block('slate', shine) + block('brass', lit)
}

function ballast(random: Random): string {
  const stones = rough(81)
  const marks = etch(slants([-20, 250, 1620, 1020], 0.01, 15), {
    tone: (x, y) => ease(0.46, 0.7, stones(x / 46, y / 15)) * ease(270, 760, y),
    width: 8,
    random,
    dash: [14, 60],
    gap: 40,
    bare: 0.3,
  })
  return block('ink', box(-20, 250, 1640, 800)) + block('slate', marks)
}

const gauge = 0.115
const rail = (u: number, from: number, to: number): string => {
  const points = Array.from({ length: 14 }, (_, i): Point => {
    const t = i / 13
    return flat(u, 1 / ((1 - t) / from + t / to))
  })
  return ribbon(points, (_, [, y]) => 1.4 + 6.4 * ease(VANISH[1], 1000, y))
}
const track = (u: number): string => rail(u - gauge, 0.8, 40) + rail(u + gauge, 0.8, 40)

/** A turnout: the track leaves one line and joins the next. */
function turnout(u0: number, u1: number, z0: number, z1: number): string {
  const course = through(Array.from({ length: 10 }, (_, i): Point => {
    const t = i / 9
    return [u0 + (u1 - u0) * ease(0, 1, t), z0 + (z1 - z0) * t]
  }))
  return [gauge, -gauge]
    .map((d) => ribbon(beside(course, () => d).map(([u, z]) => flat(u, z)), (_, [, y]) => 1.4 + 6 * ease(VANISH[1], 1000, y)))
    .join('')
}

function sleepers(u: number): string {
  let data = ''
  for (let z = 0.86; z < 6; z += 0.1 * z ** 0.5) data += polygon([flat(u - 0.2, z), flat(u + 0.2, z), flat(u + 0.2, z + 0.028 * z), flat(u - 0.2, z + 0.028 * z)])
  return data
}

/** A covered hopper from (u, z0) to z1; `side` is the side we see. */
function wagon(u: number, z0: number, z1: number, ink: Ink, random: Random): string {
  const [half, low, tall] = [0.185, 0.09, 0.6]
  const inner = u < 0 ? u + half : u - half
  const face = polygon([above(inner, z0, low), above(inner, z1, low), above(inner, z1, tall), above(inner, z0, tall)])
  const end = polygon([above(u - half, z0, low), above(u + half, z0, low), above(u + half, z0, tall), above(u - half, z0, tall)])
  const roof = polygon([above(u - half, z0, tall), above(u + half, z0, tall), above(u + half, z1, tall), above(u - half, z1, tall)])
  const ribs = Array.from({ length: 7 }, (_, i) => {
    const z = z0 + ((z1 - z0) * (i + 0.5)) / 7
    return ribbon([above(inner, z, low + 0.04), above(inner, z, tall - 0.03)], () => between(random, 5, 8) / z)
  })
  const hatches = Array.from({ length: 4 }, (_, i) => {
    const z = z0 + ((z1 - z0) * (i + 0.55)) / 4
    const d = (z1 - z0) * 0.07
    return polygon([above(u - 0.07, z - d, tall), above(u + 0.07, z - d, tall), above(u + 0.07, z + d, tall), above(u - 0.07, z + d, tall)])
  })
  const hopper = polygon([above(u - half * 0.8, z0, tall - 0.07), above(u + half * 0.8, z0, tall - 0.07), above(u + half * 0.34, z0, low + 0.1), above(u - half * 0.34, z0, low + 0.1)])
  const ladder = [0.2, 0.28, 0.36, 0.44, 0.52].map((h) => line([above(u + half * 0.62, z0, h), above(u + half * 0.92, z0, h)])).join('')
  const wheels = [z0 + 0.06 * z0, z1 - 0.08 * z0].map((z) => disc(...above(inner, z, 0.07), 34 / z)).join('')
  return (
    block('ink', wheels) + cut('slate', face, 3, 'ink') + block('ink', ribs.join('')) + cut(ink, end, 4, 'ink') +
    block('ink', hopper) + wire('ink', ladder, 3.4 / z0) + cut(ink === 'slate' ? 'mist' : 'paper', roof, 4, 'ink') + block('ink', hatches.join(''))
  )
}

function train(u: number, from: number, count: number, random: Random): string {
  const cars: string[] = []
  for (let i = 0; i < count; i++) {
    const z = from + i * 1.42
    cars.push(wagon(u, z, z + 1.3, (i + Math.round(u * 3)) % 3 === 0 ? 'brass' : 'mist', random))
  }
  return cars.toReversed().join('')
}

function lampman(): string {
  const [x, y] = flat(0.12, 1.36)
  const pool = polygon(Array.from({ length: 25 }, (_, i): Point => {
    const a = (i * Math.PI) / 12
    return flat(0.2 + 0.3 * Math.cos(a), 1.36 + 0.26 * Math.sin(a))
  }))
  const hand: Point = [x + 34, y - 108]
  return (
    inside(pool, block('red', box(0, 600, 1600, 400)) + block('ink', etch(slants([600, 560, 1400, 900], 0.01, 13), { tone: () => 0.8, width: 6, random: seeded(6), dash: [20, 90] }))) +
    wire('paper', track(0.12), 0.1) + block('mist', track(0.12)) +
    cut('ink', person(x, y, 238, { ...walking, coat: 0.4 }), 6, 'mist') +
    wire('red', line([[hand[0], hand[1] - 6], [hand[0] + 4, hand[1] + 26]]), 5) + block('red', disc(hand[0] + 5, hand[1] + 36, 15)) + block('paper', disc(hand[0] + 5, hand[1] + 36, 6))
  )
}

export const plate: Plate = {
  slug: 'the-night-yard',
  draw: () => {
    const random = seeded(64)
    const tracks = [-2.45, -1.72, -1.0, -0.44, 0.12, 0.68, 1.3, 1.95, 2.6]
    const rails = tracks.map(track).join('') + turnout(-0.44, 0.12, 2.1, 5) + turnout(0.12, 0.68, 2.4, 5.6) + turnout(0.68, 1.3, 1.05, 2.6)
    return (
      block('ink', box(-20, -20, 1640, 300)) + sky(random) + elevator() + ballast(random) +
      block('slate', [-0.44, 0.12, 0.68].map(sleepers).join('')) + block('mist', rails) +
      train(-1.72, 2.2, 5, random) + train(-1.0, 1.28, 6, random) + train(1.95, 2.6, 5, random) + train(1.3, 1.75, 5, random) +
      lampman()
    )
  },
}
