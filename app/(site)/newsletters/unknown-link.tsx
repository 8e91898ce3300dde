import { Narrow } from '../../parts/narrow.tsx'

/** For a link that leads nowhere: a part of it is missing, or nothing is sent there any more. */
export function UnknownLink() {
  return (
    <Narrow title="This link leads nowhere">
      <p className="font-serif text-lg leading-snug">
        Perhaps a part of it is missing. Open it from the newest newsletter you have; with an
        account, you can also choose on your account page what you receive.
      </p>
      <p className="flex flex-wrap gap-3">
        <a href="/newsletters" className="button">
          Newsletters
        </a>
        <a href="/account/newsletters" className="button button-quiet">
          Your account
        </a>
      </p>
    </Narrow>
  )
}
