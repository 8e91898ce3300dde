/**
 * People, from their joints: a pose is drawn at any place and size as one silhouette.
 */
import { disc, type Point, polygon, ribbon } from './line.ts'

/** Joints in body heights: x to the right, y up from the ground between the feet. */
export type Pose = {
  head: Point
  neck: Point
  hip: Point
  legs: readonly (readonly [Point, Point])[]
  arms: readonly (readonly [Point, Point])[]
  /** How far a coat reaches from hip to foot, 0 for none. */
  coat?: number
}

export const standing: Pose = {
  head: [0.01, 0.92],
  neck: [0, 0.82],
  hip: [0, 0.5],
  legs: [
    [
      [-0.045, 0.27],
      [-0.06, 0],
    ],
    [
      [0.045, 0.27],
      [0.06, 0],
    ],
  ],
  arms: [
    [
      [-0.12, 0.64],
      [-0.11, 0.47],
    ],
    [
      [0.1, 0.65],
      [0.24, 0.62],
    ],
  ],
}

export const walking: Pose = {
  ...standing,
  legs: [
    [
      [-0.06, 0.27],
      [-0.17, 0.02],
    ],
    [
      [0.07, 0.28],
      [0.11, 0],
    ],
  ],
  arms: [
    [
      [-0.1, 0.65],
      [-0.05, 0.48],
    ],
    [
      [0.1, 0.64],
      [0.14, 0.48],
    ],
  ],
}

export const bending: Pose = {
  head: [0.36, 0.63],
  neck: [0.27, 0.62],
  hip: [-0.06, 0.5],
  legs: [
    [
      [-0.03, 0.26],
      [-0.12, 0],
    ],
    [
      [0.05, 0.27],
      [0.1, 0],
    ],
  ],
  arms: [
    [
      [0.27, 0.45],
      [0.4, 0.34],
    ],
    [
      [0.2, 0.44],
      [0.3, 0.3],
    ],
  ],
}

/** Path data of a person `height` tall with the feet at (x, y); `facing` -1 looks to the left. */
export function person(x: number, y: number, height: number, pose: Pose, facing = 1): string {
  const at = ([px, py]: Point): Point => [x + px * height * facing, y - py * height]
  const limb = (from: Point, [mid, end]: readonly [Point, Point], thick: number): string =>
    ribbon([at(from), at(mid), at(end)], (t) => height * thick * (1 - 0.42 * t)) +
    disc(...at(mid), height * thick * 0.4)
  const [neck, hip] = [pose.neck, pose.hip]
  const hem = pose.coat ?? 0
  const skirt: Point[] = [
    [hip[0] - 0.085 - hem * 0.05, hip[1] - hem * 0.45],
    [hip[0] + 0.085 + hem * 0.05, hip[1] - hem * 0.45],
  ]
  const across = (p: Point, half: number): Point[] => {
    const [dx, dy] = [neck[0] - hip[0], neck[1] - hip[1]]
    const length = Math.hypot(dx, dy)
    const [nx, ny] = [(dy / length) * half, (-dx / length) * half]
    return [
      [p[0] + nx, p[1] + ny],
      [p[0] - nx, p[1] - ny],
    ]
  }
  const [sr, sl] = across([neck[0], neck[1] - 0.02], 0.115)
  const [hr, hl] = across(hip, 0.085)
  const trunk = [sl, sr, hr, ...(hem > 0 ? skirt.toReversed() : []), hl].filter((p) => p !== undefined)
  return (
    polygon(trunk.map(at)) +
    ribbon([at(neck), at(pose.head)], () => height * 0.07) +
    disc(...at(neck), height * 0.06) +
    [sl, sr].map((p) => (p ? disc(...at([p[0], p[1] - 0.035]), height * 0.042) : '')).join('') +
    disc(...at(pose.head), height * 0.066) +
    pose.legs.map((leg) => limb(hip, leg, 0.105)).join('') +
    pose.arms.map((arm) => limb([neck[0], neck[1] - 0.03], arm, 0.075)).join('')
  )
}
