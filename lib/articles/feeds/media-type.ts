const types: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
}

/** The media type of a picture by the ending of its address; null when that says nothing. */
export function mediaType(src: string): string | null {
  const [, ending = ''] = /\.([a-z]{3,4})$/i.exec(src.split(/[?#]/, 1)[0] ?? '') ?? []
  return types[ending.toLowerCase()] ?? null
}
