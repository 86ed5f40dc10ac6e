import { randomUUID } from "node:crypto";
import { platformClient } from "@/server/db/client";
import { type AllowedCase, mine, named } from "./allowed-case";

export const endingCases: Record<string, AllowedCase> = {
  askDeletion: { input: (_ids, { tenant }) => ({ name: tenant.name }) },
  undoDeletion: {
    arrange: async (db) => {
      const now = new Date();
      await db.tenant.updateMany({
        data: { deletionAskedAt: now, deletionDueAt: new Date(now.getTime() + 86_400_000) },
      });
      return undefined;
    },
  },
  transferOwnership: {
    arrange: async (db) => {
      const email = `heir-${randomUUID()}@test.example`;
      const person = { name: "Heir", email, emailKey: email, emailVerifiedAt: new Date() };
      const user = await platformClient().user.create({ data: person, select: { id: true } });
      const { id } = await db.member.create({
        data: { ...named("Heir"), userId: user.id, role: "member", status: "active" },
        select: { id: true },
      });
      return { heir: id };
    },
    input: ({ heir }) => ({ memberId: heir }),
  },
  openDownload: {
    arrange: mine("workspaceExport", "workspaceExport", "askedById", { status: "done" }),
    input: ({ workspaceExport }) => ({ id: workspaceExport }),
  },
  downloadExport: {
    arrange: mine("workspaceExport", "workspaceExport", "askedById", { status: "done" }),
    input: ({ workspaceExport }) => ({ id: workspaceExport }),
  },
};
