import { Link as PlainLink } from 'react-email'
import type { ComponentProps } from 'react'
import { publication } from '#lib/publication.ts'

/** A link in a mail. Without a style of its own it would have the blue of the library, whoever publishes. */
export function Link({ style, ...props }: ComponentProps<typeof PlainLink>) {
  const own = { color: publication.colours.light.accent, textDecorationLine: 'underline' }
  return <PlainLink {...props} style={{ ...own, ...style }} />
}
