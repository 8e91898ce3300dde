/**
 * The lead line, for a tab. It stands in the page: as a file it would be one more request before a page
 * is seen, for less than the head of its answer.
 */
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#10302f"/><path d="M32 0v34" stroke="#f3ede1" stroke-width="3"/><path d="M32 30c6 9 8 13 8 18a8 8 0 0 1-16 0c0-5 2-9 8-18z" fill="#d8442b"/></svg>'

export const icon = {
  url: `data:image/svg+xml,${encodeURIComponent(drawing)}`,
  type: 'image/svg+xml',
}
