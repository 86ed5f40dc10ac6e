import type { MemberReference } from "@/lib/zod";

/** The kinds of members with their own group on the page. */
export const memberGroups = ["active", "invited", "placeholder"] as const;
export type MemberGroupStatus = (typeof memberGroups)[number];

/** Number of members of a kind per page. */
export const memberPageSize = 50;

/** The query of the members list for one kind; page and screen use the same. */
export const groupInput = (status: MemberGroupStatus, q: string) => ({
  conditions: [{ field: "status", op: "is" as const, value: status }],
  limit: memberPageSize,
  ...(q ? { q } : {}),
});

/** The id and name of a member, as records hold them. */
export function memberBadge(member: { id: string; name: string; status: string } | null): MemberReference | null {
  return member && { id: member.id, name: member.name, placeholder: member.status === "placeholder" };
}
