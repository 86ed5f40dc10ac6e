import { unseenRecord } from "../unseen-record";
import type { Mention } from "./rich-text";

/** The words of a mention without a label: the reader learns nothing about a record that they may not see. */
export function mentionWords(
  { entity }: Mention,
  { label, removed }: { label: string | null; removed?: boolean | undefined },
): string {
  if (removed) return label ? `@${label} (former member)` : "a former member";
  if (label === null) return entity === "member" ? "a member you cannot see" : unseenRecord;
  return entity === "member" ? `@${label}` : label;
}
