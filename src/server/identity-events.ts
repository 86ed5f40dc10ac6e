import "server-only";
import type { z } from "zod";
import type { EventDefinition } from "@/lib/events";
import type { IdentityCtx } from "./context.ts";
import { platformExecute } from "./db/client.ts";
import { Prisma } from "./db/generated/client.ts";
import { newId } from "./new-id.ts";

/** Acts of a person that concern no workspace, such as signing up. */
const ownMatters = new Set([
  ...["signedUp", "signUpRepeated", "verificationResent", "verified"],
  ...["profileUpdated", "createdWorkspace", "acceptedInvitation", "joinedByDomain"],
  // Nobody has confirmed the new address yet: workspaces learn it when it counts.
  ...["emailChangeAsked", "emailChangeCancelled"],
]);

/** Acts of operators, by the command that does them: nobody is signed in there. */
const commands = new Map([["factorsReset", "factors:reset"]]);

/**
 * Writes one row of the log of acts outside any workspace, in the transaction of the act. Sign-ins and account changes
 * also appear in the log of each workspace of the person: `person.signedIn` becomes `member.signedIn`.
 */
export async function noteIdentity<P extends z.ZodType>(
  db: Prisma.TransactionClient,
  ctx: IdentityCtx,
  event: EventDefinition<P>,
  facts: { userId: string | null; data: z.input<P> },
): Promise<void> {
  const { userId } = facts;
  const { address, userAgent, requestId } = ctx;
  const data = { ...(event.payload.parse(facts.data) as object), address, userAgent };
  const verb = event.name.slice(event.entity.length + 1);
  const isTold = userId !== null && !ownMatters.has(verb);
  // The name of a session is of no use in a workspace, and the reason of an operator may name another workspace.
  const { sessionId: _session, operatorReason: _reason, ...shownData } = data as Record<string, unknown>;
  const isPerson = !verb.endsWith("Refused") && verb !== "resetRequested" && !commands.has(verb);
  const job = commands.get(verb);
  const nobody = job ? { type: "system", job, reason: "A command of an operator" } : { type: "anonymous" };
  const actor = isPerson
    ? Prisma.sql`jsonb_build_object('type', 'user', 'memberId', m.id, 'userId', m.user_id)`
    : Prisma.sql`${JSON.stringify(nobody)}::jsonb`;
  // One statement, so that no row is without the others; ids begin with the time, as all ids of events do.
  await platformExecute(
    db,
    Prisma.sql`
      with noted as (
        insert into identity_events (id, name, user_id, request_id, data)
        values (${newId()}::uuid, ${event.name}, ${userId}::uuid, ${requestId}, ${JSON.stringify(data)}::jsonb)
      )
      insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id)
      select (left(${newId()}, 19) || right(gen_random_uuid()::text, 17))::uuid, m.tenant_id, ${`member.${verb}`},
             'member', m.id, ${actor}, ${isPerson ? Prisma.sql`m.id` : Prisma.sql`null::uuid`},
             ${JSON.stringify(shownData)}::jsonb, ${requestId}
      from members m where ${isTold} and m.user_id = ${userId}::uuid and m.status = 'active'`,
  );
}
