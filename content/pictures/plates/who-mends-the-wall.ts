/** Terraces in dry stone, one of them breached; a mason works to a red cord and a plumb. */
import { levels } from '../field.ts'
import { bending, person } from '../figure.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { box, disc, etch, gouge, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, type Ink, inside, type Plate, wire } from '../plate.ts'

type Terrace = { top: (x: number) => number; wall: number; soil: Ink; trees: number }

const terrace = (y: number, wall: number, phase: number, tilt: number, soil: Ink, trees: number): Terrace => ({
  top: (x) => y + wall * 0.34 * Math.sin(x / 430 + phase) + tilt * (x - 800),
  wall,
  soil,
  trees,
})

const slope: readonly Terrace[] = [
  terrace(262, 26, 0.4, 0.1, 'mist', 26),
  terrace(322, 34, 1.3, 0.07, 'brass', 34),
  terrace(398, 46, 2.2, 0.05, 'mist', 46),
  terrace(494, 64, 3.1, 0.02, 'brass', 66),
  terrace(616, 92, 4.3, -0.01, 'paper', 96),
]
const FRONT = terrace(790, 190, 5.2, -0.01, 'brass', 0)
const BREACH: readonly [number, number] = [640, 930]

function sky(random: Random): string {
  const cloud = rough(45)
  const lines = etch(levels([-20, -20, 1620, 330], () => 15, (x, y) => 18 * cloud(x / 300, y / 90)), {
    tone: (x, y) => 0.25 + 0.75 * ease(0.42, 0.7, cloud(x / 420, y / 110)),
    width: 10,
    random,
    dash: [140, 620],
    gap: 34,
  })
  return block('mist', lines) + block('red', disc(1290, 118, 58))
}

function ridge(): string {
  const hill = rough(52)
  const points: Point[] = [[-20, 420]]
  for (let x = -20; x <= 1640; x += 20) points.push([x, 150 + 0.13 * (x - 500) + 90 * hill(x / 300, 1) - 60 * Math.exp(-(((x - 380) / 190) ** 2))])
  points.push([1640, 420])
  const town = [[296, 74, 30, 60], [330, 60, 34, 70], [372, 22, 24, 100], [404, 66, 40, 66], [448, 82, 32, 60], [262, 92, 30, 50]]
  const houses = town.map(([x = 0, y = 0, w = 0, h = 0]) => box(x, y + 20, w, h) + polygon([[x - 3, y + 21], [x + w / 2, y + 6], [x + w + 3, y + 21]]))
  const lights = town.map(([x = 0, y = 0, w = 0]) => box(x + w / 2 - 3, y + 34, 6, 11))
  return cut('slate', polygon(points), 6) + cut('slate', houses.join(''), 4) + block('paper', lights.join(''))
}

/** Stones laid in courses between two heights of a wall, none of them quite square. */
function stones(t: Terrace, random: Random, keep: (x: number, course: number) => boolean): Record<'paper' | 'mist' | 'slate', string> {
  const courses = Math.max(2, Math.round(t.wall / 34) + 1)
  const laid = { paper: '', mist: '', slate: '' }
  for (let c = 0; c < courses; c++) {
    const tall = t.wall / courses
    let x = -40 - random() * 40
    while (x < 1640) {
      const wide = tall * between(random, 0.9, 2.3)
      const y = t.top(x + wide / 2) + c * tall
      const j = (): number => between(random, -0.1, 0.1) * tall
      const gap = Math.max(2.4, tall * 0.075)
      const shape = polygon([[x + gap + j(), y + gap + j()], [x + wide / 2, y + gap * 0.6 + j()], [x + wide - gap + j(), y + gap + j()], [x + wide - gap + j(), y + tall - gap + j()], [x + wide * 0.4, y + tall - gap * 0.7 + j()], [x + gap + j(), y + tall - gap + j()]])
      const pick = random()
      if (keep(x + wide / 2, c)) laid[pick < 0.42 ? 'mist' : pick < 0.8 ? 'paper' : 'slate'] += shape
      x += wide
    }
  }
  return laid
}

function band(t: Terrace, below: number): string {
  const edge: Point[] = []
  for (let x = -30; x <= 1640; x += 30) edge.push([x, t.top(x)])
  return polygon([...edge, [1640, below], [-30, below]])
}

function olive(x: number, y: number, s: number, random: Random): string {
  const trunk = ribbon(through([[x - s * 0.06, y + 4], [x + s * 0.05, y - s * 0.22], [x - s * 0.04, y - s * 0.5]]), (t) => s * (0.17 - 0.09 * t)) + ribbon(through([[x, y - s * 0.2], [x + s * 0.16, y - s * 0.42], [x + s * 0.2, y - s * 0.62]]), (t) => s * (0.1 - 0.05 * t))
  const heads = [[-0.26, 0.62, 0.26], [0.02, 0.8, 0.32], [0.3, 0.68, 0.26], [0.05, 0.56, 0.26]].map(([dx = 0, dy = 0, r = 0]) => {
    const rim = Array.from({ length: 13 }, (_, i): Point => {
      const a = (i * Math.PI * 2) / 13
      const w = r * s * between(random, 0.86, 1.12)
      return [x + dx * s + Math.cos(a) * w, y - dy * s + Math.sin(a) * w * 0.78]
    })
    return polygon(rim)
  })
  let leaves = ''
  for (let i = 0; i < s / 3; i++) {
    const [a, d] = [between(random, 0, 6.28), Math.sqrt(random()) * 0.4]
    const p: Point = [x + Math.cos(a) * d * s + s * 0.03, y - s * 0.68 + Math.sin(a) * d * 0.72 * s]
    leaves += gouge(p, [p[0] + s * 0.09, p[1] - s * 0.07], s * 0.02)
  }
  return cut('ink', trunk + heads.join(''), Math.max(3, s / 26)) + block('slate', leaves)
}

function level(t: Terrace, below: number, random: Random): string {
  const shape = band(t, below)
  const wall = stones(t, random, () => true)
  const soilTop = t.wall
  const furrows = etch(levels([-20, 0, 1620, below - t.top(0) + 40], () => Math.max(9, t.wall / 5)).map((row) => row.map(([x, y]): Point => [x, t.top(x) + soilTop + y + 6])), {
    tone: () => 0.7, width: Math.max(3, t.wall / 11), random, dash: [20 + t.wall, 90 + t.wall * 2], gap: 20 + t.wall / 2, step: 14,
  })
  return (
    cut('ink', shape, 4) + block('slate', wall.slate) + block('mist', wall.mist) + block('paper', wall.paper) +
    inside(shape, block(t.soil, band({ ...t, top: (x) => t.top(x) + t.wall }, below)) + block('ink', furrows))
  )
}

function grove(t: Terrace, random: Random): string {
  if (t.trees === 0) return ''
  const trees: string[] = []
  for (let x = between(random, -20, t.trees); x < 1620; x += t.trees * between(random, 1.5, 3.1)) {
    trees.push(olive(x, t.top(x) + 2, t.trees * between(random, 0.85, 1.15), random))
  }
  return trees.join('')
}

function breach(random: Random): string {
  const [a, b] = BREACH
  const y = FRONT.top((a + b) / 2)
  const slip = polygon(through([[a - 6, y - 4], [a + 40, y + 66], [a + 34, y + 130], [a - 50, y + 200], [a - 120, y + 240], [b + 130, y + 240], [b + 30, y + 180], [b - 24, y + 110], [b + 14, y - 8], [(a + b) / 2, y + 14]]))
  let spill = { paper: '', mist: '' }
  for (let i = 0; i < 46; i++) {
    const t = random()
    const [cx, cy] = [between(random, a - 90 * t, b + 100 * t), y + 90 + 140 * t]
    const r = between(random, 9, 24)
    const stone = polygon(Array.from({ length: 6 }, (_, k): Point => [cx + Math.cos(k * 1.05) * r * between(random, 0.8, 1.15), cy + Math.sin(k * 1.05) * r * between(random, 0.6, 0.85)]))
    if (i % 2) spill = { ...spill, paper: spill.paper + stone }
    else spill = { ...spill, mist: spill.mist + stone }
  }
  const earth = etch(levels([a - 140, y - 10, b + 150, y + 250], () => 15), { tone: () => 0.7, width: 8, random, dash: [14, 60], gap: 26 })
  return cut('brass', slip, 8, 'ink') + inside(slip, block('ink', earth)) + cut('mist', spill.mist, 6, 'ink') + cut('paper', spill.paper, 6, 'ink')
}

function front(random: Random): string {
  const wall = stones(FRONT, random, (x, c) => x < BREACH[0] - 6 + c * 14 || x > BREACH[1] + 6 - c * 10)
  const shape = band(FRONT, 1040)
  return cut('ink', shape, 6) + block('slate', wall.slate) + block('mist', wall.mist) + block('paper', wall.paper) + breach(random)
}

function mason(): string {
  const y = FRONT.top(800)
  const cord = line([[430, FRONT.top(430) + 22], [1170, FRONT.top(1170) + 22]])
  const bob = polygon([[582, y + 128], [598, y + 128], [594, y + 150], [590, y + 164], [586, y + 150]])
  const stone = polygon([[808, 862], [866, 854], [874, 886], [814, 894]])
  return (
    cut('ink', person(726, 968, 262, bending), 7, 'brass') + cut('paper', stone, 6, 'ink') +
    wire('red', cord, 6) + wire('red', line([[590, y - 6], [590, y + 130]]), 5) + cut('red', bob, 4, 'ink')
  )
}

export const plate: Plate = {
  slug: 'who-mends-the-wall',
  draw: () => {
    const random = seeded(91)
    const steps = slope.map((t, i) => {
      const next = slope[i + 1] ?? FRONT
      return grove(t, random) + level(t, next.top(800) + next.wall, random)
    })
    return sky(random) + ridge() + steps.join('') + front(random) + mason()
  },
}
