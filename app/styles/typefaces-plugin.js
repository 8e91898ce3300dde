import { existsSync } from 'node:fs'
import path from 'node:path'
import { publication } from '../../lib/publication.ts'
import { familyStyle, missingTypefaces, packageSheets } from './typefaces.js'

/** Whether a package of `node_modules` has a file. */
const isThere = (/** @type {string} */ file) => existsSync(path.resolve('node_modules', file))

/**
 * For PostCSS: writes the publication's typefaces in the place of `@publication-typefaces;` (the sheets of their packages) and
 * of `@publication-families;`. A build with a typeface that is not installed ends here, and says which.
 *
 * @type {import('postcss').PluginCreator<void>}
 */
export const typefaces = () => ({
  postcssPlugin: 'publication-typefaces',
  Once(root, { result }) {
    root.walkAtRules(/^publication-(?:typefaces|families)$/, (rule) => {
      const faults = missingTypefaces(publication.typefaces, isThere)
      if (faults.length > 0) throw rule.error(`publication.ts: ${faults.join('; ')}.`)
      // In development the style is made anew when the file changes.
      result.messages.push({
        type: 'dependency',
        plugin: 'publication-typefaces',
        file: path.resolve('publication.ts'),
        parent: result.opts.from,
      })
      rule.replaceWith(
        rule.name === 'publication-families'
          ? familyStyle(publication.typefaces)
          : packageSheets(publication.typefaces, isThere)
              .map((sheet) => `@import '${sheet}';`)
              .join('\n'),
      )
    })
  },
})
typefaces.postcss = true
