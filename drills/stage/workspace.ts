import type { PaidPlan } from "@/lib/plans";
import type { Ctx } from "@/server/context";
import type { Firm, Person } from "../../e2e/firm";
import { RestClient } from "./client";
import { signIn } from "./session";
import type { Stage } from "./stage";

/** A separate workspace for a drill: an owner whose program writes, and a colleague who gets notifications. */
export type Workspace = {
  tenantId: string;
  slug: string;
  firm: Firm;
  owner: { email: string; memberId: string };
  colleague: Person & { memberId: string; ctx: Ctx };
  /** Open stages that opportunities pass through, in order. */
  openStages: string[];
  /** A program of the owner's. */
  rest: RestClient;
};

/**
 * Creates a workspace with the operations of the screens. The app's modules are loaded now, when the environment is
 * set. Without a plan it is in its trial, with five seats.
 */
export async function makeWorkspace(stage: Stage, plan?: PaidPlan): Promise<Workspace> {
  const { makeFirm } = await import("../../e2e/firm");
  const firm = await makeFirm(undefined, undefined, plan);
  const colleague = await firm.join("admin", "Cora Colleague");
  // A session: a key may not send as many requests in a minute.
  const { cookie } = await signIn(stage, firm.owner.email);
  const stages = [...(await firm.stages()).values()];
  return {
    tenantId: firm.tenant.id,
    slug: firm.slug,
    firm,
    owner: { email: firm.owner.email, memberId: firm.ctx.member?.id ?? "" },
    colleague: { ...colleague, memberId: colleague.ctx.member?.id ?? "" },
    openStages: stages.filter(({ type }) => type === "open").map(({ id }) => id),
    rest: new RestClient(stage.app.url, { cookie, "x-workspace": firm.slug }),
  };
}

/** Opportunities in the open stages, in turns; returns their ids. */
export async function makeOpportunities({ rest, openStages }: Workspace, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number++) {
    const body = { name: `Opportunity ${number}`, stageId: openStages[number % openStages.length] };
    const { status, data, text } = await rest.ask({ method: "POST", path: "/opportunities", body });
    if (status !== 201) throw new Error(`Opportunity ${number} was not made: ${status} ${text}`);
    ids.push(String(data.id));
  }
  return ids;
}
