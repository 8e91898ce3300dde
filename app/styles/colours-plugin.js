import path from 'node:path'
import { publication } from '../../lib/publication.ts'
import { unreadable } from '../../lib/identity/contrast.ts'
import { colourStyle } from '../../lib/identity/style.ts'

/**
 * For PostCSS: writes the publication's colours in the place of `@publication-colours;`. A build with colours that cannot be read
 * ends here, and says which.
 *
 * @type {import('postcss').PluginCreator<void>}
 */
export const colours = () => ({
  postcssPlugin: 'publication-colours',
  Once(root, { result }) {
    root.walkAtRules('publication-colours', (rule) => {
      const faults = unreadable(publication)
      if (faults.length > 0) throw rule.error(`publication.ts: ${faults.join('; ')}.`)
      // In development the style is made anew when the file changes.
      result.messages.push({
        type: 'dependency',
        plugin: 'publication-colours',
        file: path.resolve('publication.ts'),
        parent: result.opts.from,
      })
      rule.replaceWith(colourStyle(publication))
    })
  },
})
colours.postcss = true
