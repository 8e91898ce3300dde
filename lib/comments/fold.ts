/** Letters of other scripts, and digits, that are taken for a Latin letter at a glance. */
const lookalikes: Record<string, string> = {
  ...pairs('авеԁѕікмнорстухјԛԝѵһь', 'abedsikmhopctyxjqwvhb'),
  ...pairs('αβγεζηικνορτυχω', 'abyeznikvoptuxw'),
  ...pairs('ıłøđħ', 'ilodh'),
  ...pairs('01', 'oi'),
}

function pairs(theirs: string, ours: string): Record<string, string> {
  const letters = Array.from(ours)
  return Object.fromEntries(Array.from(theirs).map((one, place) => [one, letters[place] ?? one]))
}

/**
 * A text as it is compared: without case, accents, ligatures, and what nobody sees. Folding twice is
 * folding once.
 */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[\p{M}\p{Cf}]/gu, '')
      // At the end of a word the same letter is written otherwise.
      .replaceAll('ς', 'σ')
  )
}

/** The words of a text as they are compared, parted by one space, with one around them. */
export function foldWords(text: string): string {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u)
  return ` ${words.filter((word) => word !== '').join(' ')} `
}

/**
 * What a name looks like: letters alone, and those that can be taken for each other as one. Two
 * names of the same look are the same to whoever reads in passing.
 */
export function lookOf(name: string): string {
  return Array.from(fold(name))
    .map((letter) => lookalikes[letter] ?? letter)
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .join('')
    .replaceAll('l', 'i')
}
