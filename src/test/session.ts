import { encode } from "next-auth/jwt";
import { env } from "@/env";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { sessionCookie } from "@/server/session-cookie";

/** Opens a session like a sign-in with the right password, which takes a tenth of a second. Returns its cookie. */
export async function openSession({ userId }: { userId: string }): Promise<{ name: string; value: string }> {
  const sid = randomToken();
  const now = new Date();
  const staff = await platformClient().staff.findUnique({ where: { userId }, select: { userId: true } });
  // Staff give their second factor at each sign-in.
  const factorAt = staff ? now : null;
  await platformClient().session.create({
    data: {
      userId,
      tokenHash: tokenHash(sid),
      expiresAt: new Date(Date.now() + 3_600_000),
      confirmedAt: now,
      factorAt,
    },
  });
  return await cookieOf(sid);
}

/** The cookie of a session. */
export async function cookieOf(sid: string): Promise<{ name: string; value: string }> {
  return { name: sessionCookie, value: await encode({ token: { sid }, secret: env.NEXTAUTH_SECRET }) };
}
