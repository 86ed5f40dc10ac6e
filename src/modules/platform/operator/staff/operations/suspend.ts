import "server-only";
import { reactivateIn, suspendIn } from "@/modules/platform/workspace/tenants/ending/operations/suspension";
import { AppError } from "@/server/errors";
import { staffOperation } from "@/server/operation";
import { actOutput, withReasonInput } from "../schema";
import { actIn } from "./workspace-ctx";

const shared = { kind: "mutation", role: "operator", input: withReasonInput, output: actOutput } as const;

export const suspendWorkspace = staffOperation({
  ...shared,
  describe: "Suspends a workspace: nobody can open it, and members read the reason. CONFLICT when it is not active.",
  async run(staff, { id, reason }) {
    return await actIn(staff, id, async (inner) => {
      if (!(await suspendIn(inner, reason)))
        throw new AppError("CONFLICT", "This workspace is not active. Reload the page.");
      return { act: { name: "workspace.suspended", data: { reason } }, result: { id } };
    });
  },
});

export const reactivateWorkspace = staffOperation({
  ...shared,
  describe: "Reactivates a suspended workspace. CONFLICT when it is not suspended.",
  async run(staff, { id, reason }) {
    return await actIn(staff, id, async (inner) => {
      if (!(await reactivateIn(inner)))
        throw new AppError("CONFLICT", "This workspace is not suspended. Reload the page.");
      return { act: { name: "workspace.reactivated", data: { reason } }, result: { id } };
    });
  },
});
