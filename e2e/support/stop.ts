/* oxlint-disable unicorn/consistent-function-scoping -- each function is sent to the browser by itself */
/** What runs in the browser at each stop of a walk (`walk.ts`): each function stands for itself. */

/**
 * Looks at what has the focus now, and notes it: `end` when there is nothing more, `same` when it is still what it was (a
 * date has several parts), or what is wrong with it.
 */
export async function lookAtStop(): Promise<'end' | 'same' | string[]> {
  const stops: Element[] = Reflect.get(globalThis, 'stops')
  const at = document.activeElement
  if (!at || at === document.body || at === stops[0]) return 'end'
  if (at === stops.at(-1)) return 'same'
  const say = (what: string) => `${what}: ${at.outerHTML.slice(0, 140)}`
  if (stops.includes(at)) return [say('leads back')]
  stops.push(at)
  // What is scrolled for the focus is scrolled with the next frame.
  if (hides(at, boxOf(at)) !== null)
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve))
    })
  const box = boxOf(at)
  const hidden = hides(at, box)
  return (hidden === null ? ringFaults(at, box) : [hidden]).map(say)

  function boxOf(one: Element): DOMRect {
    const [first = one.getBoundingClientRect()] = one.getClientRects()
    return first
  }

  /** Why its middle cannot be seen, or null when it can. */
  function hides(one: Element, { left, top, width, height }: DOMRect): string | null {
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    if (!hit) return 'is out of sight'
    const label = hit.closest('label')
    return one.contains(hit) || label?.control === one
      ? null
      : `is covered by ${hit.outerHTML.slice(0, 80)}`
  }

  /** What is wrong with the ring around it. */
  function ringFaults(one: Element, { left, top, right, bottom }: DOMRect): string[] {
    const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(one)
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return ['has no ring']
    const reach = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset)
    const faults: string[] = []
    for (let around = one.parentElement; around; around = around.parentElement) {
      if (around === document.body || getComputedStyle(around).overflow === 'visible') continue
      const edge = around.getBoundingClientRect()
      if (
        left - reach < edge.left - 1 ||
        top - reach < edge.top - 1 ||
        right + reach > edge.right + 1 ||
        bottom + reach > edge.bottom + 1
      )
        faults.push('has a ring that is cut off')
    }
    const ground = reach > 0 ? groundOf(one.parentElement) : groundOf(one)
    const [paler = 0, darker = 0] = [outlineColor, ground].map(luminance).toSorted((a, b) => b - a)
    const contrast = (paler + 0.05) / (darker + 0.05)
    return contrast < 3 ? [...faults, `has a ring of contrast ${contrast.toFixed(1)}`] : faults
  }

  function groundOf(one: Element | null): string {
    for (let around = one; around; around = around.parentElement) {
      const { backgroundColor } = getComputedStyle(around)
      if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor
    }
    return 'white'
  }

  function luminance(colour: string): number {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    if (!canvas) return 0
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
}

/** After a walk: whether it came to all there is, in the order in which the page is written and seen. */
export function orderOfStops(): string[] {
  const stops: Element[] = Reflect.get(globalThis, 'stops')
  const say = (one: Element | undefined) => one?.outerHTML.slice(0, 140) ?? 'nothing'
  const [first] = stops
  const faults: string[] = []
  if (first?.getAttribute('href') !== '#content')
    faults.push(`the first stop is ${say(first)} and leads past no head`)
  // Of a group of radio buttons one is a stop: which is chosen, or the first while none is.
  const isChosen = (one: Element) => {
    if (!(one instanceof HTMLInputElement) || one.type !== 'radio') return true
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      ({ name }) => name === one.name,
    )
    return one === (group.find(({ checked }) => checked) ?? group[0])
  }
  const all = [
    ...document.querySelectorAll(
      'a[href], button:not(:disabled), input:not([type=hidden], :disabled), select, textarea, summary, [tabindex="0"]',
    ),
  ].filter((one) => one.checkVisibility({ visibilityProperty: true }) && isChosen(one))
  const missed = all.filter((one) => !stops.includes(one) && one.getAttribute('tabindex') !== '-1')
  faults.push(...missed.map((one) => `nobody comes to ${say(one)}`))
  const places = stops.map((one) => {
    const [box = one.getBoundingClientRect()] = one.getClientRects()
    const { top, bottom, left, right } = box
    return { one, top: top + scrollY, bottom: bottom + scrollY, left, right }
  })
  // The first is laid over the head; the bar of a payment sticks to the edge of the window.
  const flow = places.slice(1).filter(({ one }) => !one.closest('.sticky'))
  flow.slice(1).forEach((next, place) => {
    const last = flow[place]
    if (!last) return
    if (!(last.one.compareDocumentPosition(next.one) & 4))
      faults.push(`${say(next.one)} comes too late`)
    // The next stop is below, or farther along the line; on a desk a column may end above the one beside it.
    const isBeside = innerWidth >= 640 && next.right < last.left
    if (next.bottom <= last.top && next.left <= last.left && !isBeside)
      faults.push(`${say(next.one)} is above ${say(last.one)}, which comes before it`)
  })
  return faults
}
