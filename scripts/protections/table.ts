import type { Edit } from "../trees/copy";

/** One protection of the app, how to remove it in a copy of the tree, and the drill that must fail. */
export interface Protection extends Edit {
  protection: string;
  /** The id of the drill that fails. */
  drill: string;
}

export const protections: Protection[] = [
  {
    protection: "a started app takes up the events that a killed one left",
    drill: "R5",
    file: "src/server/outbox/claim.ts",
    take: "bool_and(due_at <= now()) over (",
    put: "bool_and(due_at <= now() and created_at > now() - interval '2 seconds') over (",
  },
  {
    protection: "a database that is away is told as 503",
    drill: "R6",
    file: "src/server/errors.ts",
    take: "  if (isUnavailable(error)) {",
    put: '  if (isUnavailable(error) && reference === "") {',
  },
  {
    protection: "use that comes twice counts once",
    drill: "R9",
    file: "src/server/usage/record.ts",
    take: "...{ id: newId(), meter, key, quantity,",
    put: "...{ id: newId(), meter, key: newId(), quantity,",
  },
  {
    protection: "a reservation takes no more than is left",
    drill: "R10",
    file: "src/server/usage/reserve.ts",
    take: "    requireRoom(inner, { meter, month, quantity }, period);\n",
    put: "",
  },
  {
    protection: "guesses at one account are counted over all networks",
    drill: "R15",
    file: "src/modules/platform/identity/auth/operations/credentials.ts",
    take: "  const wait = await spend(perAccount, emailKey);",
    put: "  const wait = await spend(perAccount, emailKey) * 0;",
  },
  {
    protection: "the log names the staff behind an act",
    drill: "R17",
    file: "src/server/write-events.ts",
    take: 'const impersonator = ctx.actor.type === "staff" ? ctx.actor.staffId : null;',
    put: "const impersonator: string | null = null;",
  },
  {
    protection: "of a token only its hash is kept",
    drill: "R18",
    file: "src/server/crypto.ts",
    take: 'return createHash("sha256").update(token).digest("hex");',
    put: "return token;",
  },
  {
    protection: "the log leaves out the rows that errors quote",
    drill: "R18",
    file: "src/server/log.ts",
    take: "  serializers: { err: (error: unknown) => withoutRows(pino.stdSerializers.err(error as Error)) },\n",
    put: "",
  },
  {
    protection: "a mail that may have gone is not sent again",
    drill: "mail",
    file: "src/modules/platform/history/notifications/mails/operations/send.ts",
    take: 'if (mail?.status === "sending") return await whatBecameOf(ctx, id, mail.triedAt ?? now, now);',
    put: 'if (mail?.status === "sending") {\n    await releaseMail(ctx, id, mail.attempts - 1);\n    return now;\n  }',
  },
  {
    protection: "an edit under an old version is refused",
    drill: "R25",
    file: "src/server/versions.ts",
    take: "if (before.version !== update.version) await refuseOverlap(ctx, update, before);",
    put: "",
  },
  {
    protection: "lines of members without access are cut",
    drill: "R16",
    file: "src/server/signals/consumer.ts",
    take: "await vendor(() => cutOff([...cut]));",
    put: "",
  },
  {
    protection: "a new place in the same stage has its event",
    drill: "moves",
    file: "src/modules/crm/opportunities/operations/move.ts",
    take: "emit(ctx, opportunityEvents.ranked, { ...facts, data: {} });",
    put: "",
  },
  {
    protection: "a tab asks for everything after a break",
    drill: "R23",
    file: "src/trpc/signal-follower.ts",
    take: "    this.#all = true;\n    this.receive([]);",
    put: "",
  },
  {
    protection: "a tab asks again for what others change",
    drill: "R4",
    file: "src/trpc/signal-follower.ts",
    take: "for (const name of routersFor(signal)) this.#stale.add(name);",
    put: "this.#stale.clear();",
  },
  {
    protection: "an hour that the clocks left out is its gap's end",
    drill: "R24",
    file: "src/lib/working-time.ts",
    take: "return new Date(shown ?? endOfGap(zone, clock, first, second));",
    put: "return new Date(shown ?? second);",
  },
  {
    protection: "webhooks that nobody signed are refused",
    drill: "R8",
    file: "src/modules/platform/commerce/billing/operations/receive-event.ts",
    take: "  throw badSignature();\n",
    put: "  return JSON.parse(body) as Stripe.Event;\n",
  },
  {
    protection: "events that the workflow engine did not take are kept",
    drill: "R7",
    file: "src/server/workflows/consumer.ts",
    take: "if (sent.length > 0) await vendor(async () => (await client()).send(sent));",
    put: "if (sent.length > 0) await vendor(async () => (await client()).send(sent)).catch(() => undefined);",
  },
  {
    protection: "a file is checked block by block, never as a whole in memory",
    drill: "R14",
    file: "src/modules/platform/data/files/operations/inspect.ts",
    take: "for await (const block of await readStored(key)) {",
    put: "for (const block of [Buffer.concat(await (await readStored(key)).toArray())]) {",
  },
  {
    protection: "a rehearsal of a sync is undone, page by page",
    drill: "sync",
    file: "src/modules/hub/sync/operations/rehearse.ts",
    take: "await rehearse(work.ctx, pageMs, async (inner) => {\n        const certain",
    put: "await inTransaction(work.ctx, async (inner) => {\n        const certain",
  },
  {
    protection: "an upload that storage did not begin does not count",
    drill: "storage",
    file: "src/modules/platform/data/files/operations/begin.ts",
    take: "      await ctx.db.fileUpload.deleteMany({ where: { id } });\n      throw error;",
    put: "      throw error;",
  },
  {
    protection: "events of a consumer that is away are given back at once",
    drill: "channels",
    file: "src/server/outbox/relay.ts",
    take: "    await giveBack(consumer.name, ids);\n",
    put: "",
  },
  {
    protection: "a server that ends says so in each answer",
    drill: "end",
    file: "scripts/end-gently.mjs",
    take: '  if (!response.headersSent) response.setHeader("connection", "close");\n',
    put: "",
  },
];
