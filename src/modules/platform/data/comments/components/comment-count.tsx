"use client";

import { useCommentCounts } from "./use-comment-counts";

/** The number of comments on a record, for its tab. */
export function CommentCount(record: { entity: string; recordId: string }) {
  return useCommentCounts(record).data?.comments ?? null;
}
