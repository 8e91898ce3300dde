/** The page of a portal on which a customer changes their own e-mail address, name and phone number. */
import { html, type Markup } from '../../html.ts'
import type { Answer, Asked } from '../exchange.ts'
import { change, need } from '../kernel/world.ts'
import { page } from './layout.ts'
import type { Portal } from './portal.ts'
import { finished, wayBack } from './portal-flow.ts'

const details = [
  { name: 'name', label: 'Name', autocomplete: 'name' },
  { name: 'email', label: 'Email', autocomplete: 'email' },
  { name: 'phone', label: 'Phone', autocomplete: 'tel' },
] as const

type Values = { name: string; email: string; phone: string }

/** Those that the configuration lets people change. */
export function changeable({ configuration }: Portal): (typeof details)[number][] {
  const { allowed_updates: allowed, enabled } = configuration.features.customer_update
  return details.filter(({ name }) => enabled && allowed.includes(name))
}

export function detailsPage(
  portal: Portal,
  values: Values = heldBy(portal),
  problem: string | null = null,
): Answer {
  return page({
    title: 'Update information',
    status: problem === null ? 200 : 422,
    main: html`<section class="card">
      <h1>Update information</h1>
      ${problem === null ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
      <form method="post" action="${portal.home}/details">
        ${changeable(portal).map((one) => detailField(one, values[one.name], problem))}
        <div class="choices">
          <button class="primary">Save</button>
          ${wayBack(portal)}
        </div>
      </form>
    </section>`,
  })
}

function heldBy({ customer: { email, name, phone } }: Portal): Values {
  return { email: email ?? '', name: name ?? '', phone: phone ?? '' }
}

function detailField(
  { name, label, autocomplete }: (typeof details)[number],
  value: string,
  problem: string | null,
): Markup {
  return html`<p class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      autocomplete="${autocomplete}"
      maxlength="200"
      ${
        name === 'email' && problem !== null
          ? html`aria-invalid="true" aria-describedby="problem"`
          : null
      }
    />
  </p>`
}

export function takeDetails(portal: Portal, asked: Asked): Answer {
  const { world } = portal
  const fields = new URLSearchParams(asked.body)
  const given = (name: string) => (fields.get(name) ?? '').trim().slice(0, 200)
  const values = { email: given('email'), name: given('name'), phone: given('phone') }
  const names = changeable(portal).map(({ name }) => name)
  if (names.includes('email') && !/^[^@\s]+@[^@\s]+$/.test(values.email))
    return detailsPage(portal, values, 'Enter your email address, such as anna@example.com.')
  const patch = Object.fromEntries(
    names.map((name) => [name, values[name] === '' ? null : values[name]]),
  )
  const customer = need(world, 'customer', portal.customer.id)
  change(world, 'customer', customer, patch, 'customer.updated')
  return finished(portal, 'details')
}
