/** The last step of every format: whose the article is to read, where it is cut, what to say about it. */
import { cut } from '../cut.ts'
import { parseHtml } from '../parse-html.ts'
import { printHtml, sanitiseNodes } from '../sanitise.ts'
import { orWhyNot } from './or-why-not.ts'
import { settlePictures } from './picture-fates.ts'
import type { FileReading, Found, ImportReading, PictureFates, Remark } from './reading.ts'

/** Decides access and tries the cut on what a format has read. */
export function finishReading(reading: FileReading, fates: PictureFates): ImportReading {
  if (reading.kind === 'refused') return reading
  const { fields, found, remarks, dropped } = reading
  const tried = orWhyNot(() => sanitiseNodes(settlePictures(parseHtml(reading.html), fates)))
  if (tried.kind === 'refused') return tried
  const sanitised = tried.result
  const all: Found = {
    markers: found.markers.length > 0 ? found.markers : sanitised.markers,
    doubts: [...new Set([...found.doubts, ...sanitised.doubts])],
  }
  const access = decideAccessOf(fields.accessLevel, all)
  const { preview, gated, outcome, markers } = cut(sanitised.tree, access.level)
  const visible = preview.children.length + gated.children.length
  if (visible === 0 && !fields.standfirst)
    return { kind: 'refused', why: 'There is no text of an article in it.' }
  return {
    kind: 'article',
    draft: {
      ...fields,
      accessLevel: access.level,
      sourceHtml: printHtml(sanitised.tree),
    },
    remarks: [
      ...remarks,
      { about: 'access', text: access.why },
      ...remarkOnCut(outcome, markers, all, {
        above: preview.children.length > 0,
        below: gated.children.length > 0,
      }),
    ],
    dropped: [...dropped, ...sanitised.dropped, ...markersDropped(all)],
  }
}

type Level = 'free' | 'registered' | 'subscriber'

/** A file that was meant to be cut must not become free by a slip of the pen in its marker. */
function decideAccessOf(named: Level | undefined, found: Found): { level: Level; why: string } {
  if (named) return { level: named, why: `Access is ${named}, as the file says.` }
  if (found.markers.length > 0)
    return { level: 'subscriber', why: 'Access is subscriber, because there is a marker.' }
  if (found.doubts.some((doubt) => /pay|wall|only/i.test(doubt)))
    return {
      level: 'subscriber',
      why: 'Access is subscriber, because something looks like a marker. Say access: free in front matter if it is none.',
    }
  return { level: 'free', why: 'Access is free, because there is no marker.' }
}

function remarkOnCut(
  outcome: 'whole' | 'at_marker' | 'standfirst_alone',
  markers: number,
  found: Found,
  part: { above: boolean; below: boolean },
): Remark[] {
  const said: string[] = []
  if (outcome === 'whole' && markers > 0)
    said.push('The article is free, so its marker was removed and the whole text is public.')
  if (outcome === 'standfirst_alone')
    said.push('There is no marker, so the preview is the standfirst alone.')
  if (outcome === 'at_marker') {
    said.push(`Cut at the first marker: ${tell(found.markers[0])}.`)
    if (!part.above) said.push('Nothing stands above it: the preview is the standfirst alone.')
    if (!part.below) said.push('Nothing stands below it: the whole text is public.')
  }
  if (markers > 1)
    said.push(`There are ${markers} markers. The first counts, the others were removed.`)
  for (const doubt of found.doubts)
    said.push(`This looks like a marker and is not one that we know: ${doubt}`)
  return said.map((text) => ({ about: 'cut', text }))
}

function tell(marker: Found['markers'][number] | undefined): string {
  if (marker?.spelling === 'line') return `the line ${marker.text}`
  if (marker?.spelling === 'invitation') return `the paragraph “${marker.text}”`
  return marker?.spelling === 'element' ? 'an element of class paywall' : 'a comment'
}

/** The words of a marker are not part of the article; those that are words are told. */
function markersDropped({ markers }: Found): string[] {
  return markers
    .filter(({ spelling, text }) => spelling !== 'line' && text !== '')
    .map(({ text }) => `the marker: ${text}`)
}
