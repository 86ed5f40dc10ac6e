import type { WorkspaceView } from "@/components/layout/workspace-context";
import { shellNotice } from "@/lib/plan-notices";
import { isTrial } from "@/lib/plans";
import { mayOpenPlan } from "@/modules/platform/plans/rules";
import type { Ctx } from "@/server/context";

/** The member's view of the plan, from facts that every request has. */
export function planView(ctx: Ctx, kept: { get(name: string): { value: string } | undefined }): WorkspaceView["plan"] {
  const { entitlements, tenant, readOnly } = ctx;
  const mayOpen = mayOpenPlan(ctx.member?.role ?? null, ctx.can("billing:manage"));
  const standing = {
    readOnly,
    trialEndsAt: isTrial(entitlements.plan) ? tenant.subscription.trialEndsAt : null,
    mayOpen,
    hidden: kept.get(`trial-hidden-${tenant.slug}`)?.value,
  };
  return { mayOpen, notice: shellNotice(standing, new Date(), tenant.timeZone) };
}
