import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { defineModule } from "@/server/operation";
import { defineScope } from "@/server/scope";
import { adminQuery } from "./db";

/** Operations for a single test, in a module that is always on. */
export const { operation } = defineModule({ key: "platform" });
export const events = defineEvents("account", {
  noted: noData,
  secret: z.object({ apiToken: z.string(), note: z.string() }),
});

export const scope = defineScope({
  entity: "account",
  noun: "account",
  edit: "account:edit",
  owned: true,
  load: (ctx, ids) => ctx.db.account.findMany({ where: { id: { in: ids } }, select: { id: true, ownerId: true } }),
});

export const create = (db: Ctx["db"], name: string) => db.account.create({ data: { name, nameKey: name } });
export const accounts = (name: string) => adminQuery("select id from accounts where name = $1", [name]);
export const eventsOf = (entityId: string) =>
  adminQuery<Record<string, unknown>>("select * from events where entity_id = $1 order by id", [entityId]);

/** A mutation that creates an account with this name, records it, and then runs the test's code. */
export const noting = (then: (ctx: Ctx, id: string) => Promise<unknown> = async () => undefined) =>
  operation({
    kind: "mutation",
    permission: "account:create",
    staff: "write",
    input: z.object({ name: z.string() }),
    output: z.object({ id: z.uuid() }),
    describe: "Creates an account for this test.",
    async run(inner, { name }) {
      const { id } = await create(inner.db, name);
      emit(inner, events.noted, { id, data: {} });
      await then(inner, id);
      return { id };
    },
  });
