/* oxlint-disable unicorn/consistent-function-scoping -- each function is sent to the browser by itself */
/** What runs in the browser, to look at the page that is open: each function says what it finds wrong, and stands for itself. */

/** What makes the page scroll sideways when it is written in this direction: tables scroll by themselves. */
export function widerThanWindow(direction: 'ltr' | 'rtl'): string[] {
  const root = document.documentElement
  const before = root.getAttribute('dir')
  root.dir = direction
  const wide = root.scrollWidth > root.clientWidth
  const beyond = [...document.body.querySelectorAll('*')].filter((one) => {
    const { left, right } = one.getBoundingClientRect()
    const scrolls = one.parentElement?.closest('ul, table, pre')
    const isInside = scrolls && getComputedStyle(scrolls).overflowX !== 'visible'
    return !isInside && (right > root.clientWidth + 1 || left < -1)
  })
  if (before === null) root.removeAttribute('dir')
  else root.setAttribute('dir', before)
  return wide ? [`the page is wider: ${beyond[0]?.outerHTML.slice(0, 120) ?? 'no element is'}`] : []
}

/** Small marks that consist of nothing but a ground, which is not drawn where somebody chose the colours. */
export function groundlessMarks(): string[] {
  const painted = /^(?!rgba\(.*, 0\)$|transparent$)/
  const isMark = (style: CSSStyleDeclaration) =>
    painted.test(style.backgroundColor) &&
    Number.parseFloat(style.width) < 30 &&
    Number.parseFloat(style.height) < 30 &&
    ['Top', 'Left', 'Bottom', 'Right'].every(
      (side) => style.getPropertyValue(`border-${side.toLowerCase()}-width`) === '0px',
    )
  return [...document.body.querySelectorAll('*')].flatMap((one) => {
    if (one instanceof SVGElement || !one.checkVisibility()) return []
    const own = one.childNodes.length === 0 && isMark(getComputedStyle(one))
    const made = ['::before', '::after'].filter((name) => {
      const style = getComputedStyle(one, name)
      return style.content === '""' && isMark(style)
    })
    return [...(own ? [''] : []), ...made].map(
      (name) => `is a ground alone: ${one.outerHTML.slice(0, 100)}${name}`,
    )
  })
}

/** What moves although somebody asked that nothing does. */
export function motion(): string[] {
  const moving = [...document.querySelectorAll('*')].filter((one) => {
    const { transitionDuration, animationDuration, animationName, scrollBehavior } =
      getComputedStyle(one)
    const lasts = (durations: string) => /[1-9]/.test(durations)
    return (
      lasts(transitionDuration) ||
      (animationName !== 'none' && lasts(animationDuration)) ||
      scrollBehavior === 'smooth'
    )
  })
  const running = document.getAnimations().length
  return [
    ...moving.map((one) => `moves: ${one.outerHTML.slice(0, 100)}`),
    ...(running > 0 ? [`${running} animations run`] : []),
  ]
}

/** In the colours of whoever looks: controls without an edge, and words on a ground of their own colour. */
export function inForcedColours(): string[] {
  const shown = (selector: string) =>
    [...document.body.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  const controls = shown(
    'button, .button, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [aria-hidden])',
  )
  const edgeless = controls.filter((one) => {
    const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(one)
    const hasEdge = borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1
    // What does something in the middle of a text is underlined, as a link is.
    return !hasEdge && !textDecorationLine.includes('underline')
  })
  const lost = shown('a, button, h1, h2, h3, p, label').filter((one) => {
    const { color, backgroundColor } = getComputedStyle(one)
    return one.textContent !== '' && color === backgroundColor
  })
  const own = shown('*').filter(
    (one) => !(one instanceof SVGElement) && getComputedStyle(one).forcedColorAdjust === 'none',
  )
  const say = (what: string) => (one: Element) => `${what}: ${one.outerHTML.slice(0, 120)}`
  return [
    ...edgeless.map(say('no edge in forced colours')),
    ...lost.map(say('cannot be read in forced colours')),
    ...own.map(say('keeps its own colours')),
  ]
}

/** On paper: ways to elsewhere, what sticks to a window that is not there, and words that white paper swallows. */
export function onPaper(): string[] {
  const shown = (selector: string) =>
    [...document.body.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  const luminance = (colour: string) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    if (!canvas) return 1
    canvas.fillStyle = 'white'
    canvas.fillRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const pale = new Map<string, boolean>()
  const isPale = (colour: string) => {
    const known = pale.get(colour) ?? 1.05 / (luminance(colour) + 0.05) < 4.5
    pale.set(colour, known)
    return known
  }
  const ownWords = (one: Element) =>
    [...one.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim())
  const words = shown('*').filter((one) => ownWords(one) && isPale(getComputedStyle(one).color))
  const stuck = shown(':not([aria-hidden])').filter((one) =>
    /fixed|sticky/.test(getComputedStyle(one).position),
  )
  const say = (what: string) => (one: Element) => `${what}: ${one.outerHTML.slice(0, 120)}`
  return [
    ...shown('nav, footer').map(say('is printed')),
    ...stuck.map(say('sticks to a window on paper')),
    ...words.map(say('is too pale on paper')),
  ]
}
