/** The style of the publication's typefaces: which files are loaded, and which families stand in whose place. */
import { fallbacks, packageOf } from '../../lib/identity/typefaces.ts'

/** @typedef {import('../../lib/identity/identity.ts').Identity['typefaces']} Typefaces */

/** The typefaces of which `fonts/` has cuts. Any other is served as its package has it: whole, and larger. */
const cut = { reading: 'Newsreader', interface: 'Instrument Sans' }

/** Where the cuts and what stands in for them come, before the whole typeface. */
const cuts = {
  serif: {
    before: "'Newsreader Text'",
    after: "'Newsreader Text by Georgia', 'Newsreader Text by Noto', 'Newsreader Text by Times'",
  },
  headline: {
    before: "'Newsreader Headline'",
    after:
      "'Newsreader Headline by Georgia', 'Newsreader Headline by Noto', 'Newsreader Headline by Times'",
  },
  sans: {
    before: "'Instrument Text'",
    after: "'Instrument Text by Arial', 'Instrument Text by Roboto'",
  },
}

/**
 * The families of text, headlines and what is used, for `@theme`.
 *
 * @param {Typefaces} typefaces
 */
export function familyStyle(typefaces) {
  const of = (/** @type {'serif' | 'headline' | 'sans'} */ name) => {
    const use = name === 'sans' ? 'interface' : 'reading'
    const whole = `'${typefaces[use]} Variable'`
    const families =
      typefaces[use] === cut[use]
        ? [cuts[name].before, whole, cuts[name].after, fallbacks[use]]
        : [whole, fallbacks[use]]
    return `--font-${name}: ${families.join(', ')};`
  }
  return `@theme inline { ${of('serif')} ${of('headline')} ${of('sans')} }`
}

/**
 * The style sheets of the packages: upright letters in all optical sizes where a typeface has them, and its italic.
 *
 * @param {Typefaces} typefaces
 * @param {(file: string) => boolean} isThere Whether a package has a file.
 */
export function packageSheets({ reading, interface: used }, isThere) {
  const [text, interfaceText] = [packageOf(reading), packageOf(used)]
  return [
    isThere(`${text}/opsz.css`) ? `${text}/opsz.css` : `${text}/index.css`,
    ...[`${text}/wght-italic.css`].filter(isThere),
    `${interfaceText}/index.css`,
  ]
}

/**
 * What is wrong with the names, in words for whoever wrote them.
 *
 * @param {Typefaces} typefaces
 * @param {(file: string) => boolean} isThere
 * @returns {string[]}
 */
export function missingTypefaces(typefaces, isThere) {
  return [
    ['reading', typefaces.reading],
    ['interface', typefaces.interface],
  ].flatMap(([use, family = '']) => {
    const name = packageOf(family)
    if (isThere(`${name}/index.css`)) return []
    return [
      `typefaces.${use}: “${family}” is not there. Its package would be ${name}: npm install ${name}, or name another (fontsource.org lists those that vary)`,
    ]
  })
}

/**
 * Whether a use has its cut: its files may then be asked for ahead.
 *
 * @param {Typefaces} typefaces
 * @param {'reading' | 'interface'} use
 */
export const isCut = (typefaces, use) => typefaces[use] === cut[use]
