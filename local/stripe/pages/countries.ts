/** Some of the countries that buyers live in. */
const codes =
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP LT LU LV MT MX NL NO NP NZ PL PT RO SE SG SI SK US ZA'

const names = new Intl.DisplayNames('en-GB', { type: 'region' })

export const countries = codes
  .split(' ')
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .toSorted((one, other) => one.name.localeCompare(other.name, 'en-GB'))
