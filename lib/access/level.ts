/** Who may read the whole of an article. */
export type AccessLevel = 'free' | 'registered' | 'subscriber'

/**
 * The few classes of reader that a cached page may depend on. A page receives one of these and
 * never a person, so it cannot hold one.
 */
export type ReaderClass = 'anonymous' | 'registered' | 'subscriber'

/** The four roles of staff. */
export type StaffRole = 'support' | 'writer' | 'editor' | 'admin'
