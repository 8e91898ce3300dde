/** A form of ours as another site would make a browser send it. */
import type { FoundForm } from './crawl.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Header, several } from './request.ts'
import type { Viewer } from './viewers.ts'

/** What a browser says of a form that another site made it send. */
const elsewhere: Header[][] = [
  [
    ['Origin', 'https://evil.example'],
    ['Sec-Fetch-Site', 'cross-site'],
  ],
  [['Origin', 'https://evil.example']],
  [['Origin', 'null']],
  [['Sec-Fetch-Site', 'cross-site']],
  [['Sec-Fetch-Site', 'same-site']],
]

/** The form with all its fields, and its action as React calls it, from another site, with the viewer's own cookie. */
export async function fromElsewhere(
  wall: Wall,
  viewer: Viewer,
  { target, fields, action }: FoundForm,
): Promise<Judgement[]> {
  const at = target.pathname + target.search
  const type: Header = ['Content-Type', 'application/x-www-form-urlencoded']
  const ways: { headers: Header[]; body: string }[] = [
    { headers: [type], body: new URLSearchParams(fields).toString() },
    { ...asMultipart(fields) },
    ...(action === null
      ? []
      : [
          {
            headers: [
              ['Next-Action', action],
              ['Content-Type', 'text/plain;charset=UTF-8'],
            ] satisfies Header[],
            body: '[]',
          },
        ]),
  ]
  const probes = elsewhere.flatMap((origin) =>
    ways.map(({ headers, body }): Probe => ({
      path: at,
      method: 'POST',
      headers: [...origin, ...headers],
      body,
      expect: 'public',
      check: ({ status }) => (status === 403 ? [] : [`from elsewhere answered ${status}`]),
    })),
  )
  return several(probes, 1, (probe) => knock(wall, viewer, probe))
}

function asMultipart(fields: [string, string][]): { headers: Header[]; body: string } {
  const seam = 'wall-from-elsewhere'
  const parts = fields.map(
    ([name, value]) =>
      `--${seam}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    headers: [['Content-Type', `multipart/form-data; boundary=${seam}`]],
    body: `${parts.join('')}--${seam}--\r\n`,
  }
}
