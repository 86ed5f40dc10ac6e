import "server-only";
import { identity } from "@/modules/platform/module";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient, platformExecute } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import { unknownId } from "@/server/unknown-id";
import { type LinkPurpose, openedLink, openLinkInput } from "../schema";

const hours: Record<LinkPurpose, number> = { verify: 48, reset: 1 };

/**
 * A new link of this purpose for a person; earlier links of the same purpose stop working. For nobody (null) the same
 * statements run without effect, so that timing does not reveal which address is known.
 */
export async function renewLink(
  db: Prisma.TransactionClient,
  person: string | null,
  purpose: LinkPurpose,
): Promise<string> {
  const token = randomToken();
  const userId = person ?? unknownId;
  await db.authToken.deleteMany({ where: { userId, purpose, usedAt: null } });
  const expiresAt = new Date(Date.now() + hours[purpose] * 3_600_000);
  const written = Prisma.sql`
    insert into auth_tokens (id, user_id, purpose, token_hash, expires_at)
    select ${newId()}::uuid, id, ${purpose}, ${tokenHash(token)}, ${expiresAt} from users where id = ${userId}::uuid`;
  await platformExecute(db, written);
  return token;
}

const linkSelect = {
  id: true,
  usedAt: true,
  expiresAt: true,
  user: { select: { id: true, name: true, email: true, emailKey: true, passwordHash: true } },
} satisfies Prisma.AuthTokenSelect;

/** The person of a valid link. NOT_FOUND, with the reason, for one that was used, replaced or has expired. */
export async function requireLink(purpose: LinkPurpose, token: string) {
  const link = await platformClient().authToken.findUnique({
    where: { tokenHash: tokenHash(token), purpose },
    select: linkSelect,
  });
  if (!link) throw invalidLink("This link is not valid. It may be incomplete, or a newer e-mail replaced it.");
  if (link.usedAt) throw invalidLink("This link was already used.");
  if (link.expiresAt.getTime() <= Date.now()) throw invalidLink("This link has expired.");
  return link;
}

const invalidLink = (reason: string) => new AppError("NOT_FOUND", `${reason} Request a new one.`);

/** Marks a link as used; fails if another request was faster. */
export async function useLink(db: Prisma.TransactionClient, id: string): Promise<void> {
  const { count } = await db.authToken.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
  });
  if (count === 0) throw invalidLink("This link was already used.");
}

export const openLink = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: openLinkInput,
  output: openedLink,
  describe:
    "The e-mail address that a link was sent to, before it is used. NOT_FOUND, with the reason, if the link is not valid.",
  async run(_ctx, input) {
    const { user } = await requireLink(input.purpose, input.token);
    return { name: user.name, email: user.email };
  },
});
