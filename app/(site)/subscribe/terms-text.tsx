/** What is agreed to, word for word as it is kept, with its address as a link. */
export function TermsText({ text, signedIn }: { text: string; signedIn: boolean }) {
  const [before = '', address = ''] = text.split(/(?=https?:\/\/\S+$)/)
  return (
    <p>
      {signedIn
        ? 'By continuing to payment you agree to this: '
        : 'You sign in first. When you then continue to payment, you agree to this: '}
      {before}
      {address && (
        <a href={address} className="wrap-anywhere text-ink underline">
          {address}
        </a>
      )}
    </p>
  )
}
