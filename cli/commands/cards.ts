import { printAllCards } from '#lib/share-cards/keep.ts'
import { appDatabase } from '#lib/runtime.ts'
import { type Command, readWords } from './command.ts'

/** Prints the pictures that stand for articles where links to them are shown. */
export const cardsCommand: Command = {
  name: ['cards'],
  usage: 'cards',
  summary:
    'prints the share card of every published article anew; by themselves they follow their words',
  prepare: (words) => {
    readWords(words, { options: {}, least: 0, most: 0 })
    return async () => {
      const printed = await printAllCards(appDatabase(), (done) => console.log(`${done} printed`))
      console.log(printed === 0 ? 'Nothing is published yet.' : `${printed} share cards are there.`)
      return 0
    }
  },
}
