import { createHash } from 'node:crypto'

/**
 * What a browser may fetch before a link is followed: reading pages, whose GET changes and counts
 * nothing. They are named one by one: an address that is not in the list (account, sign-in, API,
 * newsroom, search, which costs the database most) is never fetched ahead.
 *
 * Moderate: when the pointer rests on a link or it is pressed. Fetched, and not rendered: rendering
 * would ask `/api/me` and load pictures for a page that perhaps nobody opens.
 */
const rules = {
  prefetch: [
    {
      where: {
        and: [
          {
            href_matches: [
              '/',
              '/articles/*',
              '/sections/*',
              '/topics/*',
              '/regions/*',
              '/authors/*',
            ],
          },
          { not: { selector_matches: '[rel~=nofollow], [download], [target]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
}

const text = JSON.stringify(rules)

/** The element for the head of a document, and the source that a policy needs to admit it. */
export const speculationRules = {
  element: `<script type="speculationrules">${text}</script>`,
  hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
}
