/** oxlint rule that reports every regular expression, so that `linear.test.ts` can judge it. */

/** @param {string} pattern Whether it repeats anything without a limit: only that can take longer than its text is long. */
const repeats = (pattern) =>
  /[*+]|\{\d+,\}/.test(pattern.replaceAll(/\\./gs, '').replaceAll(/\[[^\]]*\]/g, ''))

const literals = {
  create: (context) => ({
    Literal(node) {
      if (!node.regex || !repeats(node.regex.pattern)) return
      const { pattern, flags } = node.regex
      context.report({ node, message: JSON.stringify({ pattern, flags }) })
    },
    NewExpression(node) {
      if (node.callee.name !== 'RegExp' || node.arguments[0]?.type === 'Literal') return
      context.report({ node, message: JSON.stringify({ pattern: null, flags: '' }) })
    },
  }),
}

export default { meta: { name: 'regexp' }, rules: { literals } }
