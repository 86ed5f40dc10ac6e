import type { WorkspaceView } from "@/components/layout/workspace-context";
import { daysUntil, shellNotice } from "@/lib/plan-notices";
import { isTrial } from "@/lib/plans";
import { mayOpenPlan } from "@/modules/platform/commerce/plans/rules";
import type { Ctx } from "@/server/context";

/** The member's view of the plan, from facts that every request has. */
export function planView(ctx: Ctx, kept: { get(name: string): { value: string } | undefined }): WorkspaceView["plan"] {
  // Staff in a support session never open the plan, and another line tells them that they only read.
  if (ctx.support) return { mayOpen: false, notice: null };
  const { entitlements, tenant, readOnly } = ctx;
  const mayOpen = mayOpenPlan(ctx.member?.role ?? null, ctx.can("billing:manage"));
  const standing = {
    // The banner of the deletion says it.
    readOnly: tenant.deletionDueAt === null ? readOnly : null,
    trialEndsAt: isTrial(entitlements.plan) ? tenant.subscription.trialEndsAt : null,
    mayOpen,
    hidden: kept.get(`trial-hidden-${tenant.slug}`)?.value,
  };
  return { mayOpen, notice: shellNotice(standing, new Date(), tenant.timeZone) };
}

/** The deletion that the workspace waits for, as its banner tells it. */
export function deletionView({ tenant: { deletionDueAt, timeZone } }: Ctx): WorkspaceView["deletion"] {
  if (deletionDueAt === null) return null;
  return { dueAt: deletionDueAt.toISOString(), days: daysUntil(deletionDueAt, new Date(), timeZone) };
}
