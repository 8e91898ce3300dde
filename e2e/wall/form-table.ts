/** Every form of the site, classified by hand. A form or an action that stands in no line here fails the run. */

/**
 * On which routes a form stands: by the name of its action in the build, or by where it leads when it is
 * only asked with. Each of them is offered to somebody there; one that nobody is offered fails the run as well.
 */
export const formTable: Record<string, string[]> = {
  'GET /search': ['/search'],
  'GET /gift/redeem': ['/gift/redeem'],
  'GET /newsroom/readers': ['/newsroom/readers'],
  askForCode: ['/sign-in'],
  enterCode: ['/sign-in/code'],
  followLink: ['/sign-in/confirm'],
  subscribe: ['/subscribe'],
  giveGift: ['/gift'],
  redeem: ['/gift/redeem'],
  takeStep: ['/withdraw'],
  signOut: ['/account'],
  signOutEverywhere: ['/account'],
  endSession: ['/account'],
  managePayment: ['/account', '/account/invoices'],
  resume: ['/account'],
  cancel: ['/account/cancel'],
  pause: ['/account/pause'],
  confirmSwitch: ['/account/plan'],
  askForChange: ['/account/email'],
  confirmChange: ['/account/email/confirm'],
  deleteMyAccount: ['/account/delete'],
  changeName: ['/account/comments'],
  sendComment: ['/comments/write'],
  sendEdit: ['/comments/edit'],
  takeBack: ['/comments/edit'],
  sendReport: ['/comments/report'],
  syncNow: ['/newsroom/readers/[id]'],
  takeReaderAccessBack: ['/newsroom/readers/[id]'],
  giveReaderAccess: ['/newsroom/readers/[id]/grant'],
  giveBackPayment: ['/newsroom/readers/[id]/give-back'],
  refundReader: ['/newsroom/readers/[id]/refund'],
  replay: ['/newsroom/billing'],
  replayAll: ['/newsroom/billing'],
  settleByHand: ['/newsroom/billing'],
  addPicture: ['/newsroom/pictures/add'],
  deletePicture: ['/newsroom/pictures/[id]'],
}
