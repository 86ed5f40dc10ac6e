import type { MemberReference } from "@/lib/zod";

/** The kinds of members that the page shows apart. */
export const memberGroups = ["active", "invited", "placeholder"] as const;
export type MemberGroupStatus = (typeof memberGroups)[number];

/** How many members of a kind come at a time. */
export const memberPageSize = 50;

/** What the list of members is asked for one kind of them; page and screen ask the same. */
export const groupInput = (status: MemberGroupStatus, q: string) => ({
  conditions: [{ field: "status", op: "is" as const, value: status }],
  limit: memberPageSize,
  ...(q ? { q } : {}),
});

/** A member as a badge on what it owns. */
export function memberBadge(member: { id: string; name: string; status: string } | null): MemberReference | null {
  return member && { id: member.id, name: member.name, placeholder: member.status === "placeholder" };
}
