import "server-only";
import { Prisma } from "@/server/db/generated/client";
import type { FirstStep } from "@/server/first-steps";

/** The member has moved an opportunity to another stage. */
export const firstMove: FirstStep = {
  id: "move",
  label: "Move an opportunity to its next stage",
  path: "/opportunities",
  permission: "opportunity:edit",
  done: ({ tenant: { id } }, memberId) => Prisma.sql`
    exists(select 1 from stage_entries where tenant_id = ${id}::uuid and actor_id = ${memberId}::uuid
           and source in ('app', 'api') and sequence > 1)`,
};
