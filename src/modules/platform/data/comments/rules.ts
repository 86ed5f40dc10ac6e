/** The reactions to a comment, in the order in which they are offered. */
export const reactionKinds = ["agree", "done", "seen", "love", "celebrate", "unclear"] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** Threads of one page, and the replies of each that come with it: the last ones. */
export const pageSize = { threads: 20, replies: 5 } as const;
/** The most threads or replies of one page. */
export const maxPage = 50;
/** The most replies of one thread. */
export const maxReplies = 500;
/** How many members a reaction names; the others are counted. */
export const maxNamed = 20;
/** The most former texts that a comment keeps: the last ones. */
export const maxEdits = 50;

/** The name under which `mentions` has those of a comment. */
export const mentionField = (commentId: string): string => `comment.${commentId}`;
