/** Tankers waiting in a roadstead, from straight above: each swings on the circle of her chain. */
import { contour, slants } from '../field.ts'
import { between, ease, type Random, rough, seeded } from '../ink.ts'
import { arc, box, disc, etch, line, type Point, polygon, ribbon, through } from '../line.ts'
import { block, cut, type Ink, inside, type Plate, wire } from '../plate.ts'

/** Where the coast is: land where this is above 0.5. */
const relief = rough(61)
const land = (x: number, y: number): number =>
  0.5 + (560 - x * 0.62 - y * 1.05) / 900 + 0.34 * (relief(x / 260, y / 260) - 0.5)

function sea(random: Random): string {
  const swell = rough(14)
  return block(
    'slate',
    etch(slants([-20, -20, 1620, 1020], -0.62, 24), {
      tone: (x, y) => ease(0.36, 0.74, swell(x / 260, y / 190)) * ease(0.5, 0.44, land(x, y)),
      width: 12,
      random,
      dash: [30, 170],
      gap: 40,
      bare: 0.24,
    }),
  )
}

function coast(random: Random): string {
  const area = [-40, -40, 1640, 1040] as const
  const closed = (level: number): string =>
    contour(land, level, area, 12).map((curve) => polygon([...curve, [-60, -60]])).join('')
  const depths = [0.42, 0.35, 0.27].map((level) => contour(land, level, area, 14).map((c) => line(c)).join(''))
  const heights = [0.58, 0.66, 0.75, 0.85, 0.96].map((level) => contour(land, level, area, 14).map((c) => line(c)).join(''))
  const shore = closed(0.5)
  const desert = etch(slants([-20, -20, 900, 640], 0.86, 20), {
    tone: (x, y) => ease(0.45, 0.72, relief(x / 120 + 5, y / 120)),
    width: 7,
    random,
    dash: [20, 90],
    gap: 30,
    bare: 0.2,
  })
  return (
    wire('slate', depths.join(''), 3, ' stroke-dasharray="14 12"') +
    cut('paper', shore, 16, 'slate') +
    inside(shore, block('brass', desert) + wire('ink', heights.join(''), 2.5))
  )
}

/** A tanker from above, bow at the origin, pointing up the page; `l` is her length. */
function tanker(l: number, hull: Ink, random: Random): string {
  const w = l * 0.17
  const side = (s: number): Point[] => through([[0, 0], [s * w * 0.34, l * 0.05], [s * w * 0.5, l * 0.17]], 6)
  const outline = polygon([...side(1), [w * 0.5, l * 0.93], [w * 0.36, l], [-w * 0.36, l], [-w * 0.5, l * 0.93], ...side(-1).toReversed()])
  const pipes = [-0.07, 0, 0.07].map((x) => line([[w * x, l * 0.16], [w * x, l * 0.78]])).join('')
  let tanks = ''
  for (let y = 0.22; y < 0.76; y += 0.085) tanks += line([[-w * 0.4, l * y], [w * 0.4, l * y]])
  const house = box(-w * 0.46, l * 0.81, w * 0.92, l * 0.055) + box(-w * 0.26, l * 0.865, w * 0.52, l * 0.06)
  const lit = etch(slants([0, l * 0.1, w * 0.5, l * 0.78], 1.57, 8), { tone: () => 0.8, width: 4, random, dash: [20, 80], step: 5 })
  return (
    cut(hull, outline, 5, 'paper') +
    inside(outline, block('ink', lit)) +
    wire('paper', tanks + pipes, 2.5) +
    wire('paper', line([[-w * 0.3, l * 0.49], [w * 0.3, l * 0.49]]), 6) +
    block('paper', house) + block('ink', disc(0, l * 0.945, w * 0.1)) +
    block('paper', disc(0, l * 0.1, w * 0.07))
  )
}

/** A ship at the end of her chain: the anchor is the still point. */
function anchored(x: number, y: number, l: number, hull: Ink, random: Random): string {
  const heading = -0.62 + between(random, -0.09, 0.09)
  const chain = l * 0.42
  const turn = `translate(${x} ${y}) rotate(${(heading * 180) / Math.PI + 90})`
  const swing = line(arc(0, 0, chain + l, 0.75, 2.4))
  const shadow = polygon([[8, chain + 26], [l * 0.14, chain + l * 0.2], [l * 0.14, chain + l * 1.02], [-l * 0.02, chain + l * 1.06]])
  return `<g transform="${turn}">${wire('brass', swing, 3, ' stroke-dasharray="3 13"')}${wire('paper', line([[0, 0], [0, chain]]), 2.5, ' stroke-dasharray="9 5"')}${block('brass', disc(0, 0, 8))}<g transform="rotate(0)">${block('ink', shadow)}<g transform="translate(0 ${chain})">${tanker(l, hull, random)}</g></g></g>`
}

const berths: readonly (readonly [number, number, number])[] = [
  [1010, 96, 176],
  [1418, 62, 198],
  [740, 330, 190],
  [1130, 330, 236],
  [1540, 300, 190],
  [470, 560, 204],
  [860, 600, 226],
  [1290, 596, 210],
  [240, 800, 214],
  [640, 850, 220],
  [1080, 850, 206],
  [1500, 830, 222],
]

export const plate: Plate = {
  slug: 'a-week-at-anchor',
  draw: () => {
    const random = seeded(77)
    const ships = berths.map(([x, y, l], i) => anchored(x, y, l, i === 3 ? 'red' : 'slate', random))
    const mole = ribbon(through([[300, 352], [350, 372], [420, 366]]), () => 12)
    return block('ink', box(-20, -20, 1640, 1040)) + sea(random) + coast(random) + cut('paper', mole, 4, 'ink') + ships.join('')
  },
}
