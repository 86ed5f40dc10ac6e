import "server-only";
import { Prisma } from "@/server/db/generated/client";
import type { FirstStep } from "@/server/first-steps";

/** The first step of everybody who may bring data: an import has ended, or there is sample data. */
export const bringData: FirstStep = {
  id: "data",
  label: "Import your data, or look at sample data",
  path: "/settings/imports",
  permission: "record:import",
  done: ({ tenant: { id } }) => Prisma.sql`
    (exists(select 1 from imports where tenant_id = ${id}::uuid and status = 'done')
      or exists(select 1 from sample_records where tenant_id = ${id}::uuid))`,
};

export const inviteColleagues: FirstStep = {
  id: "invite",
  label: "Invite a colleague",
  path: "/settings/members",
  permission: "member:manage",
  done: ({ tenant: { id } }, memberId) => Prisma.sql`
    exists(select 1 from invitations where tenant_id = ${id}::uuid and invited_by_id = ${memberId}::uuid)`,
};

export const saveView: FirstStep = {
  id: "view",
  label: "Save a view of a list",
  path: "",
  permission: "savedView:edit",
  done: ({ tenant: { id } }, memberId) => Prisma.sql`
    exists(select 1 from saved_views where tenant_id = ${id}::uuid and owner_id = ${memberId}::uuid)`,
};
