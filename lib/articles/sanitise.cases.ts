/** HTML for which a property of the sanitiser did not hold once. Found by `sanitise.fuzz.test.ts`. */

/** Sanitised a second time it was something else. */
export const unsteady = {
  'a carriage return that is written as a character': '<p>jav&#x0D;ascript <b>a&#13;\nb</b></p>',
  'a marker in a caption, before line breaks': '<figure>word<figcaption>---paywall---<br><br>!',
}
