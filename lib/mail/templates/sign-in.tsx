import type { SignInMessage } from '../message.ts'
import { publication } from '#lib/publication.ts'
import { Action, Code, Frame, Paragraph } from './frame.tsx'

/** Link and code that sign somebody in. */
export function SignIn({ message }: { message: SignInMessage }) {
  return (
    <Frame
      preview={`Your code is ${message.code}. It is valid for ${message.minutes} minutes.`}
      why={`Somebody asked to sign in to ${publication.name} with this address, on ${message.device}. If that was not you, ignore this mail: nobody gets in without it.`}
    >
      <Paragraph>Enter this code on the page where you asked to sign in:</Paragraph>
      <Code>{message.code}</Code>
      <Paragraph>Or, on the device you are reading this on, open:</Paragraph>
      <Action href={message.link}>Sign in to {publication.name}</Action>
      <Paragraph>Both work once, for {message.minutes} minutes.</Paragraph>
    </Frame>
  )
}
