import "server-only";
import type { Permission } from "@/lib/roles";
import type { Ctx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";
import { processWide } from "./process-wide.ts";

/** One of the first steps of a member in a workspace, which the checklist in the rail follows. */
export interface FirstStep {
  id: string;
  /** "Move an opportunity" */
  label: string;
  /** Below the workspace: where it is done. */
  path: string;
  /** Only members with this right have the step. */
  permission: Permission;
  /** SQL for whether it is done. It reads one index, and stops at the first row. */
  done(ctx: Ctx, memberId: string): Prisma.Sql;
}

const registeredSteps = processWide<readonly FirstStep[]>("first steps");

/** Called by the registry when it is loaded. */
export function registerFirstSteps(steps: readonly FirstStep[]): void {
  registeredSteps.set(steps);
}

/** The first steps, in the order of the checklist. */
export function firstSteps(): readonly FirstStep[] {
  return registeredSteps.required();
}
