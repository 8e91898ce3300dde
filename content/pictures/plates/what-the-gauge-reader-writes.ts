/** A gauge staff in a river in flood, and the woman who reads it from the steps. */
import { levels, slants } from '../field.ts'
import { person, standing } from '../figure.ts'
import { ease, rough, seeded } from '../ink.ts'
import {
  arc,
  box,
  etch,
  gouge,
  line,
  type Point,
  polygon,
  ribbon,
  through,
} from '../line.ts'
import { block, cut, inside, type Plate, wire } from '../plate.ts'

const BANK = 520
const STAFF = 1060

function sky(): string {
  const random = seeded(5)
  const cloud = rough(23)
  const billow = (x: number, y: number): number => 46 * Math.sin(x / 150 + y / 60) + 70 * cloud(x / 260, y / 120)
  const light = etch(levels([-20, -90, 1620, 480], () => 15, billow), {
    tone: (x, y) => ease(0.42, 0.75, cloud(x / 330, y / 110)) * ease(520, 260, y) + 0.5 * ease(380, 500, y),
    width: 11,
    random,
    dash: [60, 420],
    gap: 20,
    bare: 0.16,
  })
  const rain = etch(slants([-20, -20, 1620, BANK], 1.82, 46), {
    tone: () => 0.6,
    width: 4,
    random,
    dash: [30, 130],
    gap: 90,
  })
  return block('slate', box(-20, -20, 1640, BANK + 30)) + block('mist', light) + block('paper', rain)
}

function farBank(): string {
  const random = seeded(8)
  const canopy = rough(31)
  const edge: Point[] = [[-20, BANK + 14]]
  for (let x = -20; x <= 1640; x += 9) {
    const grove = ease(0.38, 0.6, canopy(x / 230, 3))
    edge.push([x, BANK - 8 - grove * (26 + 66 * canopy(x / 34, 9)) - 5 * random()])
  }
  edge.push([1640, BANK + 14])
  return block('ink', polygon(edge)) + block('ink', [196, 640, 884, 1398].map((x, i) => palm(x, BANK, 110 + i * 14)).join(''))
}

function palm(x: number, y: number, height: number): string {
  const top: Point = [x + height * 0.16, y - height]
  const trunk = ribbon(through([[x, y], [x + height * 0.03, y - height * 0.5], top]), (t) => 9 - 4 * t)
  const fronds = [-2.9, -2.4, -1.9, -1.2, -0.6, -0.1, 0.35, 2.8].map((angle) => {
    const tip: Point = [top[0] + Math.cos(angle) * height * 0.42, top[1] + Math.sin(angle) * height * 0.3 + 18]
    return gouge(top, tip, 13, Math.cos(angle) > 0 ? -14 : 14)
  })
  return trunk + fronds.join('')
}

/** How far the staff pushes the current aside at a place. */
function wake(x: number, y: number): number {
  const near = Math.exp(-(((x - STAFF) / 110) ** 2)) * Math.exp(-(((y - 812) / 60) ** 2))
  return y < 812 ? -34 * near : 30 * near
}

function river(): string {
  const random = seeded(13)
  const swell = rough(44)
  const rows = levels([-20, BANK + 12, 1620, 1010], (y) => 11 + (y - BANK) / 22, (x, y) => {
    const depth = (y - BANK) / 480
    return wake(x, y) + 44 * depth * (swell(x / 250 + y / 90, y / 70) - 0.5)
  })
  const current = etch(rows, {
    tone: (x, y) => 0.12 + 0.88 * ease(0.4, 0.72, swell(x / 300 + 9, y / 52)) + 0.4 * ease(120, 20, Math.hypot((x - STAFF - 60) / 2, y - 830)),
    width: 12,
    random,
    bare: 0.2,
    dash: [90, 420],
    gap: 40,
  })
  const rings = [70, 104, 146].map((r) => {
    const ring = arc(STAFF, 838, r, 0.25, 2.6).map(([x, y]): Point => [x, 838 + (y - 838) * 0.3])
    return ribbon(ring, (t) => 9 * Math.sin(Math.PI * t))
  })
  return block('brass', box(-20, BANK + 6, 1640, 520)) + block('ink', current) + block('paper', rings.join(''))
}

/** The board: ten divisions to the metre, every other metre in red. No figures: they are read from memory. */
function staff(): string {
  const [left, right, top, bottom] = [STAFF - 46, STAFF + 46, 56, 846]
  const tenth = 27
  let ink = ''
  let red = ''
  for (let i = 0; i * tenth < bottom - top - 10; i++) {
    const y = top + 12 + i * tenth
    const metre = Math.floor(i / 10) % 2
    const long = i % 5 === 0
    const wide = long ? 64 : 40
    const flip = Math.floor(i / 5) % 2 === 1
    const bar = box(flip ? right - 8 - wide : left + 8, y, wide, tenth * 0.52)
    const spine = box(flip ? right - 22 : left + 8, y, 14, i % 5 === 4 ? tenth * 0.52 : tenth)
    if (metre === 0) red += bar + spine
    else ink += bar + spine
  }
  return (
    cut('ink', box(left - 2, top - 2, 118, bottom - top), 8) +
    block('paper', box(left, top, right - left, bottom - top)) +
    block('ink', ink) + block('red', red) 
  )
}

function steps(): string {
  const random = seeded(19)
  const corners: Point[] = [[-30, 470], [210, 470]]
  for (const [i, x] of [210, 330, 450, 570, 690, 810].entries()) {
    corners.push([x, 470 + (i + 1) * 74])
    corners.push([x + 120, 470 + (i + 1) * 74])
  }
  const body = polygon([...corners, [930, 1040], [-30, 1040]])
  const stone = etch(slants([-30, 460, 960, 1040], 0.02, 17), {
    tone: (x, y) => 0.8 * ease(0, 260, y - (470 + ((x - 210) / 120) * 74 - 40)) * ease(1, 0.2, (y - 470) / 700),
    width: 6,
    random,
    dash: [24, 120],
    gap: 34,
    bare: 0.1,
  })
  const treads = corners.slice(1).map((p, i) => {
    const q = corners[i]
    return q && q[1] === p[1] ? line([[q[0], q[1] + 7], [p[0] - 4, p[1] + 7]]) : ''
  })
  return cut('ink', body, 8) + inside(body, block('slate', stone) + wire('mist', treads.join(''), 6))
}

function reader(): string {
  const feet: Point = [508, 692]
  const body = person(...feet, 300, {
    ...standing,
    coat: 0.95,
    arms: [[[0.09, 0.66], [0.1, 0.86]], [[0.12, 0.62], [0.2, 0.68]]],
  })
  const top: Point = [feet[0] + 24, feet[1] - 372]
  const rim = Array.from({ length: 6 }, (_, i): Point[] => {
    const [a, b] = [-Math.PI + (i * Math.PI) / 6, -Math.PI + ((i + 1) * Math.PI) / 6]
    const [ax, bx] = [top[0] + Math.cos(a) * 172, top[0] + Math.cos(b) * 172]
    return [[bx, top[1] + 70], [(ax + bx) / 2, top[1] + 56], [ax, top[1] + 70]]
  })
  const dome = through([[top[0] - 172, top[1] + 70], [top[0] - 130, top[1] - 14], [top[0], top[1] - 56], [top[0] + 130, top[1] - 14], [top[0] + 172, top[1] + 70]])
  const ribs = [-110, -46, 18, 82].map((dx) =>
    line(through([[top[0], top[1] - 54], [top[0] + dx * 0.8, top[1] - 20], [top[0] + dx * 1.14, top[1] + 62]])),
  )
  const book = polygon([[560, 496], [604, 482], [614, 506], [570, 520]])
  return (
    cut('ink', ribbon([[top[0], top[1] - 78], [top[0] + 8, 520]], () => 8) + body, 6) +
    cut('ink', polygon([...dome, ...rim.toReversed().flat()]), 6) +
    wire('mist', ribs.join(''), 4) + cut('paper', book, 4, 'ink')
  )
}

export const plate: Plate = {
  slug: 'what-the-gauge-reader-writes',
  draw: () => sky() + farBank() + river() + staff() + steps() + reader(),
}
