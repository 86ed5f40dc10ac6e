import "server-only";
import { Prisma } from "@/server/db/generated/client";
import type { FirstStep } from "@/server/first-steps";

/** The member has created an activity by hand. */
export const firstActivity: FirstStep = {
  id: "activity",
  label: "Log or plan an activity",
  path: "/activities",
  permission: "activity:create",
  done: ({ tenant: { id } }, memberId) => Prisma.sql`
    exists(select 1 from activities where tenant_id = ${id}::uuid and creator_id = ${memberId}::uuid and import_id is null)`,
};
