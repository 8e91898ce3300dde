// Brings new mails into the list as they come. Without this script the page reloads itself.
const retry = 3_000
const list = () => document.getElementById('mails')

/** Puts the list of the newest page in place of the one shown; what was typed and focused stays. */
async function renew() {
  const page = await fetch(location.href)
  const next = new DOMParser().parseFromString(await page.text(), 'text/html')
  const focused = document.activeElement?.id
  list().replaceWith(next.getElementById('mails'))
  document.title = next.title
  if (focused) document.getElementById(focused)?.focus()
}

async function watch() {
  const after = list().dataset.latest
  const answer = await fetch(`/messages.json?after=${after}&wait=25`)
  const { messages } = await answer.json()
  if (messages.length === 0) return
  await renew()
  document.getElementById('news').textContent = `New mail: ${messages[0].subject}`
}

for (;;) {
  try {
    await watch()
  } catch {
    // The demo was stopped, or is on its way back.
    await new Promise((resolve) => setTimeout(resolve, retry))
  }
}
