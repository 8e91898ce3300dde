import type { Reader } from '#lib/auth/viewer.ts'
import { Line } from './line.tsx'
import { Part } from './part.tsx'

/** The address, what they wrote, a copy of what we hold, and the end of the account. */
export function YourData({ reader }: { reader: Reader }) {
  return (
    <Part title="Your data">
      <ul className="ruled border-y border-rule">
        <Line action={{ href: '/account/email', label: 'Change' }} head="E-mail address">
          <span className="wrap-anywhere">{reader.email}</span>, with which you sign in
        </Line>
        <Line action={{ href: '/account/newsletters', label: 'Choose' }} head="Newsletters">
          Which of them we send to you
        </Line>
        <Line action={{ href: '/account/comments', label: 'Open' }} head="Your comments">
          What you wrote under articles, and under which name
        </Line>
        <Line action={{ href: '/account/export', label: 'Download' }} head="A copy of your data">
          Everything we hold about you, as a JSON file
        </Line>
        <Line action={{ href: '/account/delete', label: 'Delete' }} head="Delete your account">
          You see first what goes and what stays
        </Line>
      </ul>
    </Part>
  )
}
