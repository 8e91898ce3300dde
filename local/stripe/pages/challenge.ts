import { html } from '../../html.ts'
import type { Answer } from '../exchange.ts'
import { page } from './layout.ts'

/** The bank's page on which the holder of a card says that it is them, or not. */
export function challenge(action: string, amount: string): Answer {
  return page({
    title: 'Authenticate',
    leaves: true,
    main: html`<section class="card">
      <h1>3D Secure 2 test page</h1>
      <p>
        A real bank would ask here whether you are the holder of the card, for a payment of
        <b>${amount}</b>. Choose how that ends.
      </p>
      <form method="post" action="${action}" class="choices">
        <button class="primary" name="answer" value="complete">Complete</button>
        <button name="answer" value="fail">Fail</button>
      </form>
    </section>`,
  })
}
