import type { Span } from "./quick-log";
import { isPast, isRequest, wordsOf } from "./words";

const BREAK = /\s*(?:[,;→]|->|\.(?=\s)|\band(?=\s)|\bthen(?=\s))(?:\s*(?:and|then|next|follow-up|todo)\b:?)*\s+/giu;

/**
 * The line in clauses: the activity, then each follow-up. A clause begins at a comma or "then" before a verb that asks
 * for something; "and" begins one only behind an activity in the past.
 */
export function clausesOf(line: string): Span[] {
  const clauses: Span[] = [];
  let from = 0;
  // Requests lie close behind a break: 80 characters show one.
  for (const { 0: mark, index } of line.matchAll(BREAK)) {
    const next = index + mark.length;
    if (!/[\p{L}\p{N}]/u.test(line.slice(from, index)) || !isRequest(wordsOf(line.slice(next, next + 80)))) continue;
    if (/^\s*and\b/i.test(mark) && !isPast(wordsOf(line.slice(from, index)))) continue;
    clauses.push({ from, until: index });
    from = next;
  }
  return [...clauses, { from, until: line.length }];
}
