/** Stacks of containers as a bar chart: the solid ones are full, the outlines are empty. */
import { levels } from '../field.ts'
import { person, standing } from '../figure.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { box, disc, etch, line, type Point, polygon, ribbon } from '../line.ts'
import { block, cut, type Ink, type Plate, wire } from '../plate.ts'

const GROUND = 846
const [WIDE, HIGH] = [146, 76]

function sky(random: Random): string {
  const cloud = rough(37)
  const lines = etch(levels([-20, -20, 1620, GROUND], () => 17, (x, y) => 26 * cloud(x / 400, y / 200)), {
    tone: (x, y) => ease(0.44, 0.74, cloud(x / 420 + 2, y / 150)) * ease(820, 300, y) + 0.12,
    width: 13,
    random,
    dash: [120, 620],
    gap: 40,
    bare: 0.14,
  })
  return block('mist', lines)
}

/** A container from its long side. */
function full(x: number, y: number, ink: Ink, random: Random): string {
  const ribs: string[] = []
  for (let i = 1; i < 13; i++) {
    const rx = x + 7 + i * 10.2
    ribs.push(ribbon([[rx, y + 11], [rx + between(random, -1, 1), y + HIGH - 13]], () => between(random, 2.6, 4.4)))
  }
  const dark: Ink = ink === 'ink' ? 'slate' : 'ink'
  const posts = box(x + 2, y + 2, 8, HIGH - 4) + box(x + WIDE - 10, y + 2, 8, HIGH - 4)
  return cut(ink, box(x, y, WIDE, HIGH), 6) + block(dark, ribs.join('')) + block(dark, box(x, y + HIGH - 9, WIDE, 9)) + block(ink, posts)
}

/** An empty one: its frame, and the sky through it. */
function empty(x: number, y: number): string {
  const frame = (inset: number): string => line([[x + inset, y + inset], [x + WIDE - inset, y + inset], [x + WIDE - inset, y + HIGH - inset], [x + inset, y + HIGH - inset]], true)
  const far = [[x + 26, y + 17], [x + WIDE - 26, y + 17], [x + WIDE - 26, y + HIGH - 19], [x + 26, y + HIGH - 19]].map((p): Point => [p[0] ?? 0, p[1] ?? 0])
  const depth = [line([[x + 5, y + 5], [x + 26, y + 17]]), line([[x + WIDE - 5, y + 5], [x + WIDE - 26, y + 17]]), line([[x + 5, y + HIGH - 5], [x + 26, y + HIGH - 19]]), line([[x + WIDE - 5, y + HIGH - 5], [x + WIDE - 26, y + HIGH - 19]])]
  return block('paper', box(x, y, WIDE, HIGH)) + wire('ink', frame(3), 6) + wire('ink', line(far, true) + depth.join(''), 3)
}

/** From left to right: how many full ones at the bottom, how many empty on top. */
const stacks: readonly (readonly [number, number])[] = [[4, 1], [3, 3], [4, 3], [2, 5], [2, 6], [1, 7], [1, 8], [0, 9]]
const colours: readonly Ink[] = ['ink', 'slate', 'ink', 'brass', 'slate', 'ink', 'brass', 'slate', 'ink', 'ink', 'slate', 'brass', 'ink', 'slate', 'ink', 'slate', 'brass']

function yard(random: Random): string {
  let next = 0
  return stacks
    .map(([loaded, hollow], column) => {
      const x = 164 + column * (WIDE + 15)
      let stack = ''
      for (let i = 0; i < loaded + hollow; i++) {
        const [px, py] = [x + between(random, -3, 3), GROUND - (i + 1) * (HIGH + 3)]
        stack += i < loaded ? full(px, py, colours[next++ % colours.length] ?? 'ink', random) : empty(px, py)
      }
      return stack
    })
    .join('')
}

function apron(random: Random): string {
  const wet = etch(levels([-20, GROUND + 20, 1620, 1020], (y) => 9 + (y - GROUND) / 14), {
    tone: (x, y) => ease(1020, GROUND, y) * (0.3 + 0.7 * Math.abs(Math.sin((x - 118) / 55.7))),
    width: 9,
    random,
    dash: [30, 170],
    gap: 46,
  })
  return block('ink', box(-20, GROUND, 1640, 200)) + block('slate', wet) + wire('paper', line([[-20, GROUND], [1620, GROUND]]), 5)
}

const leg = (x: number): string => box(x, 58, 15, GROUND - 58) + box(x + 44, 58, 15, GROUND - 58) + box(x - 18, GROUND - 40, 95, 40)
const rungs = (x: number): string => Array.from({ length: 7 }, (_, i) => ribbon([[x + 8, 110 + i * 104], [x + 50, 162 + i * 104]], () => 6) + ribbon([[x + 50, 162 + i * 104], [x + 8, 214 + i * 104]], () => 6)).join('')

/** The crane that stacks them, and the one loaded box that is going out. */
function gantry(random: Random): string {
  const wheels = [46, 96, 1494, 1544].map((x) => disc(x + 8, GROUND - 10, 17)).join('')
  const girder = box(-20, 30, 1640, 16) + box(-20, 76, 1640, 12) + Array.from({ length: 40 }, (_, i) => ribbon([[i * 42 - 30, 84], [i * 42 - 9, 38], [i * 42 + 12, 84]], () => 6)).join('')
  const x = 164 + WIDE + 15
  const cab = polygon([[x + 18, 88], [x + WIDE - 18, 88], [x + WIDE - 30, 134], [x + 30, 134]])
  const ropes = [line([[x + 40, 130], [x + 18, 214]]), line([[x + WIDE - 40, 130], [x + WIDE - 18, 214]]), line([[x + 62, 130], [x + 60, 214]]), line([[x + WIDE - 62, 130], [x + WIDE - 60, 214]])]
  return cut('ink', leg(46) + rungs(46) + leg(1494) + rungs(1494) + wheels + girder + cab, 5) + wire('ink', ropes.join(''), 4) + cut('ink', box(x + 4, 212, WIDE - 8, 12), 4) + full(x, 226, 'red', random)
}

function people(): string {
  return cut('ink', person(140, GROUND - 2, 54, standing), 4)
}

export const plate: Plate = {
  slug: 'the-weight-of-empty-boxes',
  draw: () => {
    const random = seeded(53)
    return sky(random) + apron(random) + gantry(random) + yard(random) + people()
  },
}
