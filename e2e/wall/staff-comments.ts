/** W51: what staff do about comments. */
import type { Victim } from '../support/victim.ts'
import { withOwner } from './sql.ts'
import type { StaffRole } from './staff.ts'
import type { Action } from './staff-table.ts'

/** Who decides about comments. */
export const moderators: StaffRole[] = ['editor', 'admin']

const commentPage = ({ comment }: Victim) => `/newsroom/comments/${comment}`
const words = () => '/newsroom/comments/words'
const why = 'A test of the wall'

export const commentActions: Record<string, Action> = {
  letCommentStand: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => inState(victim, 'held'),
    audit: 'Let a comment stand',
  },
  pickForReaders: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => ({ ...(await inState(victim, 'visible')), pick: 'yes' }),
    audit: 'Picked a comment',
  },
  holdCommentBack: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => inState(victim, 'visible'),
    audit: 'Held a comment',
  },
  removeForGood: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => ({ ...(await inState(victim, 'visible')), why }),
    audit: 'Removed a comment',
  },
  banFromComments: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => ({ ...(await banned(victim, false)), days: '7', 'ban-why': why }),
    audit: 'Banned from commenting',
  },
  liftCommentBan: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => banned(victim, true),
    audit: 'Lifted a ban from commenting',
  },
  closeArticleComments: {
    may: moderators,
    page: commentPage,
    fields: async (victim) => ({ ...(await openForComments(victim)), close: 'yes' }),
    audit: 'Closed the comments of an article',
  },
  addHeldWord: {
    may: moderators,
    page: words,
    fields: async () => heldWord(false),
    audit: 'Added a word that holds comments',
  },
  dropHeldWord: {
    may: moderators,
    page: words,
    fields: async () => heldWord(true),
    audit: 'Took a word off those that hold comments',
  },
}

/** The victim's comment, waiting for staff or shown to everybody, and nothing decided about it. */
async function inState({ comment }: Victim, state: 'held' | 'visible') {
  await withOwner(
    (owner) => owner`
      update comment set state = ${state}, held_for = ${state === 'held' ? 'staff' : null},
             removed_by = null, removed_why = null, picked_at = null, approved_at = null
       where id = ${comment}`,
  )
  return { id: comment }
}

/** Whether the victim may write comments. */
async function banned({ reader, comment }: Victim, isBanned: boolean) {
  await withOwner(async (owner) => {
    await owner`delete from comment_ban where reader_id = ${reader}`
    if (isBanned)
      await owner`insert into comment_ban (reader_id, why, by) values (${reader}, ${why}, 'the wall')`
  })
  return { id: comment }
}

async function openForComments({ comment }: Victim) {
  await withOwner(
    (owner) => owner`
      update article set comments_closed_at = null
       where id = (select article_id from comment where id = ${comment})`,
  )
  return { id: comment }
}

/** Whether the list of words has this one. */
async function heldWord(isThere: boolean) {
  const word = 'nobody writes this'
  await withOwner(async (owner) => {
    await owner`delete from hold_word where folded = ${word}`
    if (isThere)
      await owner`insert into hold_word (folded, word, added_by) values (${word}, ${word}, 'the wall')`
  })
  return { word }
}
