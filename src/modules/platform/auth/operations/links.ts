import "server-only";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient, platformExecute } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import { unknownId } from "@/server/unknown-id";
import { identity } from "../../module";
import { type LinkPurpose, openedLink, openLinkInput } from "../schema";

const hours: Record<LinkPurpose, number> = { verify: 48, reset: 1 };

/**
 * A new link of this purpose for a person; links of the same purpose that were sent before stop working. For nobody
 * (null) the same statements find nothing to do, so that time does not tell whose address is known.
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

/** The person of a link that still works. NOT_FOUND, with the reason, for one that was used, replaced or is too old. */
export async function requireLink(purpose: LinkPurpose, token: string) {
  const link = await platformClient().authToken.findUnique({
    where: { tokenHash: tokenHash(token), purpose },
    select: linkSelect,
  });
  if (!link) throw gone("This link is not known. It may be cut off, or a newer mail replaced it.");
  if (link.usedAt) throw gone("This link was used already.");
  if (link.expiresAt.getTime() <= Date.now()) throw gone("This link is too old.");
  return link;
}

const gone = (reason: string) => new AppError("NOT_FOUND", `${reason} Ask for a new one.`);

/** Marks a link as used; refuses when another request was faster. */
export async function useLink(db: Prisma.TransactionClient, id: string): Promise<void> {
  const { count } = await db.authToken.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
  });
  if (count === 0) throw gone("This link was used already.");
}

export const openLink = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: openLinkInput,
  output: openedLink,
  describe: "Whose link this is, before it is used; NOT_FOUND with the reason when it does not work any more.",
  async run(_ctx, input) {
    const { user } = await requireLink(input.purpose, input.token);
    return { name: user.name, email: user.email };
  },
});
