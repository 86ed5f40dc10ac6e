import "server-only";
import { addHours } from "date-fns";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { holdRights } from "@/server/held-rights";
import { appLink, sendMail } from "@/server/mailer";
import { type Limit, throttle } from "@/server/rate-limit";
import { workspaceEvents } from "../../events";
import { confirmHours, mailDomain } from "../rules";
import {
  askJoinDomainInput,
  confirmJoinDomainInput,
  type JoinDomain,
  joinDomain,
  joinDomainId,
  joinDomainInput,
  joinDomains,
} from "../schema";
import { joinDomainScope } from "../scope";
import { isPublicDomain } from "./public-domains";

const mailsPerWorkspace: Limit = {
  name: "join-domains",
  points: 10,
  seconds: 3600,
  refusal: (wait) => `Several links were already sent. Open one of them, or wait ${wait}.`,
};

const select = {
  id: true,
  domain: true,
  email: true,
  confirmedAt: true,
  expiresAt: true,
  askedBy: { select: { id: true, name: true } },
} satisfies Prisma.JoinDomainSelect;
type Row = Prisma.JoinDomainGetPayload<{ select: typeof select }>;

const present = ({ confirmedAt, expiresAt, ...row }: Row): JoinDomain => ({
  ...row,
  isPublic: isPublicDomain(row.domain),
  confirmedAt: isoOf(confirmedAt),
  expiresAt: expiresAt.toISOString(),
});

function requireOwnDomain(path: string, domain: string): void {
  if (!isPublicDomain(domain)) return;
  throw invalid(path, `Anybody can have an address at ${domain}. Use an address of your own company.`);
}

export const listJoinDomains = platform.operation({
  kind: "query",
  permission: "workspace:manage",
  input: z.object({}),
  output: joinDomains,
  describe: "The domains whose people may join the workspace, and those that wait for their link to be opened.",
  run: async (ctx) => (await ctx.db.joinDomain.findMany({ orderBy: { domain: "asc" }, select })).map(present),
});

export const askJoinDomain = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  external: true,
  staff: "never",
  input: askJoinDomainInput,
  output: joinDomain,
  describe:
    "Sends a link to an address of the caller; opening it lets people at exactly its domain join. VALIDATION for domains at which anybody can have an address.",
  async run(ctx, { email }) {
    const domain = mailDomain(email);
    if (domain === null) throw invalid("email", "Enter an e-mail address with a domain, such as you@company.com.");
    requireOwnDomain("email", domain);
    await throttle(mailsPerWorkspace, ctx.tenant.id);
    const token = randomToken();
    const row = await inTransaction(ctx, async (outer) =>
      renew(await holdRights(outer, "workspace:manage"), { email, domain }, tokenHash(token)),
    );
    const { ConfirmDomainMail, confirmDomainSubject } = await import("../emails/confirm-domain-mail");
    const href = appLink(`/${ctx.tenant.slug}/settings/general?confirm=${token}`);
    const body = ConfirmDomainMail({ workspace: ctx.tenant.name, domain, asker: row.askedBy.name, href });
    await sendMail({ to: email, subject: confirmDomainSubject(domain), body });
    return present(row);
  },
});

/** A new link of a domain replaces the earlier one, whoever asked for that. */
async function renew(ctx: Ctx, { email, domain }: { email: string; domain: string }, hash: string): Promise<Row> {
  const askedById = memberOf(ctx.actor);
  if (askedById === null) throw new AppError("FORBIDDEN", "Only members can confirm a domain.");
  const known = await ctx.db.joinDomain.findFirst({ where: { domain }, select });
  if (known?.confirmedAt) throw new AppError("CONFLICT", `People at ${domain} may already join.`);
  const asked = { email, askedById, tokenHash: hash, expiresAt: addHours(new Date(), confirmHours) };
  const row = known
    ? await ctx.db.joinDomain.update({ where: { id: known.id, confirmedAt: null }, data: asked, select })
    : await ctx.db.joinDomain.create({ data: { domain, ...asked }, select });
  emit(ctx, workspaceEvents.joinDomainAsked, { id: ctx.tenant.id, data: { domain, email } });
  return row;
}

export const confirmJoinDomain = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  staff: "never",
  input: confirmJoinDomainInput,
  output: joinDomain,
  describe:
    "Opens the link that was sent to an address of the caller: people at its domain may join from then on. FORBIDDEN for anybody but the member who asked for it.",
  async run(ctx, { token }) {
    const row = await ctx.db.joinDomain.findFirst({ where: { tokenHash: tokenHash(token) }, select });
    if (!row)
      throw new AppError(
        "NOT_FOUND",
        "This link is not valid, or was already used. Ask for a new one in the settings.",
      );
    if (row.askedBy.id !== memberOf(ctx.actor))
      throw new AppError(
        "FORBIDDEN",
        `${row.askedBy.name} asked for this link, and only they can use it. Confirm an address of your own.`,
      );
    if (row.expiresAt <= new Date())
      throw new AppError("NOT_FOUND", "This link has expired. Ask for a new one in the settings.");
    requireOwnDomain("token", row.domain);
    const after = await ctx.db.joinDomain.update({
      where: { id: row.id, confirmedAt: null },
      data: { confirmedAt: new Date(), tokenHash: null },
      select,
    });
    emit(ctx, workspaceEvents.joinDomainConfirmed, { id: ctx.tenant.id, data: { domain: row.domain } });
    return present(after);
  },
});

export const removeJoinDomain = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  staff: "never",
  on: { scope: joinDomainScope, ids: (input) => [input.id] },
  input: joinDomainInput,
  output: joinDomainId,
  describe: "People at this domain can no longer join by themselves; those who joined stay.",
  async run(ctx, { id }) {
    const row = await ctx.db.joinDomain.findFirst({ where: { id }, select });
    if (!row) throw notFound("domain");
    await ctx.db.joinDomain.delete({ where: { id } });
    emit(ctx, workspaceEvents.joinDomainRemoved, { id: ctx.tenant.id, data: { domain: row.domain } });
    return { id };
  },
});
