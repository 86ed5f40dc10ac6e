import type { Ctx } from "@/server/context";

interface Partner {
  ours: string;
  theirs: string;
}

/** Our stages with those of the portal; "Contract sent" there has no partner. */
const stages: Readonly<Record<string, string>> = {
  "Sales/Lead": "default/appointmentscheduled",
  "Sales/Qualified": "default/qualifiedtobuy",
  "Sales/Proposal": "default/presentationscheduled",
  "Sales/Negotiation": "default/decisionmakerboughtin",
  "Sales/Closed Won": "default/closedwon",
  "Sales/Closed Lost": "default/closedlost",
  "Renewals/Upcoming": "8842117/8842118",
  "Renewals/In talks": "8842117/8842119",
  "Renewals/Offer sent": "8842117/8842122",
  "Renewals/Renewed": "8842117/8842120",
  "Renewals/Not renewed": "8842117/8842121",
};

/** Of these a person chooses, where both sides changed. */
const asked = [
  ["contact", "jobTitle"],
  ["opportunity", "nextStep"],
] as const;

/** Sets the choices of the workspace's people: partners of stages and options, and rules of fields. */
export async function choosePartners(ctx: Ctx, connectionId: string): Promise<void> {
  await setField(ctx, connectionId, ["opportunity", "stage"], { options: await stagePartners(ctx) });
  const [lifecycle] = await ctx.db.syncField.findMany({
    where: { object: { connectionId, entity: "contact" }, field: "lifecycle" },
    select: { options: true },
  });
  const others = (lifecycle?.options ?? []) as unknown as Partner[];
  const churned = { ours: "churned", theirs: "other" };
  await setField(ctx, connectionId, ["contact", "lifecycle"], { options: [...others, churned] });
  // HubSpot has no partner for two of the industries here, so they only come in.
  await setField(ctx, connectionId, ["account", "industry"], { direction: "in" });
  for (const field of asked) await setField(ctx, connectionId, field, { conflict: "ask" });
}

async function stagePartners({ db }: Ctx): Promise<{ ours: string; theirs: string }[]> {
  const rows = await db.stage.findMany({ select: { id: true, name: true, pipeline: { select: { name: true } } } });
  return rows.flatMap(({ id, name, pipeline }) => {
    const theirs = stages[`${pipeline.name}/${name}`];
    return theirs === undefined ? [] : [{ ours: id, theirs }];
  });
}

async function setField(
  { db }: Ctx,
  connectionId: string,
  [entity, field]: readonly [string, string],
  data: { options?: { ours: string; theirs: string }[]; direction?: string; conflict?: string },
): Promise<void> {
  await db.syncField.updateMany({ where: { object: { connectionId, entity }, field }, data });
}
