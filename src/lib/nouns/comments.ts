/** The part of a record's address that opens a comment on it. */
export const commentQuery = (id: string): string => `?tab=comments&comment=${id}`;

/** Whether an event is that of a comment on a record, such as `account.commented`: the record itself stayed as it was. */
export const isCommentEvent = (name: string): boolean => name.includes(".comment");
