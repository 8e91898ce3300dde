// @ts-check
/**
 * The script of the site: what moves on pages that are documents. `site-script.ts` serves this file
 * as it stands; every page works without it. It makes no HTML of text, which the policy of these
 * pages would refuse.
 *
 * @import { Banner } from '../readers/banner.ts'
 */

/** Where the server knows who asks, and has rendered the banner itself. */
const rendered = /^\/(account|subscribe|newsroom)(\/|$)/

/**
 * What was put away stays so for as long as this tab is open.
 * @param {Banner} banner
 */
const key = ({ kind }) => `banner put away: ${kind}`

/** @param {Banner} banner */
function isPutAway(banner) {
  return banner.dismissible && sessionStorage.getItem(key(banner)) !== null
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Banner | null>}
 */
async function askForBanner(signal) {
  const answer = await fetch('/api/me', { signal })
  const { banner = null } = await answer.json()
  return banner && !isPutAway(banner) ? banner : null
}

/** A page that is only rendered ahead asks nothing until somebody opens it. */
async function untilOpened() {
  if (!Reflect.get(document, 'prerendering')) return
  await new Promise((resolve) => {
    document.addEventListener('prerenderingchange', resolve, { once: true })
  })
}

/**
 * Asks who reads this page whether their payment is in order: a page that is kept for a whole class
 * of readers cannot say. The bar is on the page, hidden and empty; it stands last and sticks to the
 * lower edge of the window, so that nothing moves when it is shown.
 */
class AskedBanner extends HTMLElement {
  #leaving = new AbortController()

  connectedCallback() {
    if (rendered.test(location.pathname)) return
    this.#leaving = new AbortController()
    // A banner that does not come is told on the account page and by mail.
    this.#ask(this.#leaving.signal).catch(() => this.#hide())
  }

  disconnectedCallback() {
    this.#leaving.abort()
  }

  /** @param {AbortSignal} signal */
  async #ask(signal) {
    await untilOpened()
    const banner = await askForBanner(signal)
    if (banner) this.#show(banner, signal)
  }

  /**
   * @param {Banner} banner
   * @param {AbortSignal} signal
   */
  #show(banner, signal) {
    const bar = this.querySelector('section')
    const text = this.querySelector('p')
    const link = this.querySelector('a')
    const button = this.querySelector('button')
    if (!bar || !text || !link || !button) return
    text.textContent = banner.text
    link.textContent = banner.action
    link.href = banner.href
    button.hidden = !banner.dismissible
    const putAway = () => {
      sessionStorage.setItem(key(banner), 'yes')
      this.#hide()
    }
    button.addEventListener('click', putAway, { signal })
    bar.hidden = false
  }

  #hide() {
    const bar = this.querySelector('section')
    if (bar) bar.hidden = true
  }
}

customElements.define('asked-banner', AskedBanner)
