import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/env";
import { toAppError } from "./errors.ts";
import { sessionDays } from "./session-cookie.ts";

declare module "next-auth" {
  interface User {
    /** The random token of the new session, which the signed cookie carries and the database keeps hashed. */
    sid: string;
  }
}

/** What the domain of sign-in does for next-auth, which keeps the cookie and its CSRF protection. */
export interface Doors {
  signIn(credentials: { email: string; password: string }): Promise<{ userId: string; token: string }>;
  signOut(token: string): Promise<void>;
}

/**
 * next-auth with a password. Its JWT holds a random session token and nothing else: person, rights and validity are
 * read from the database at each request, and what a client sends along with an update is not looked at.
 */
export function authOptions(doors: Doors): AuthOptions {
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionDays * 86_400 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(credentials) {
          try {
            const { userId, token } = await doors.signIn({
              email: credentials?.email ?? "",
              password: credentials?.password ?? "",
            });
            return { id: userId, sid: token };
          } catch (error) {
            throw new Error(signInRefusal(error), { cause: error });
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user?.sid ?? token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await doors.signOut(token.sid);
      },
    },
  };
}

/** next-auth carries one text to the page: the code and, after a colon, the sentence for people. */
export function signInRefusal(error: unknown): string {
  const { code, message, details } = toAppError(error, "");
  // Nothing needs looking at: whoever signs in again has one session more.
  if (code === "UNAVAILABLE") return `${code}:The database does not answer just now. Try again in a moment.`;
  if (code === "INTERNAL") return `${code}:Signing in did not work on our side. Try again in a moment.`;
  return `${details?.reason === "unverified" ? "UNVERIFIED" : code}:${message}`;
}
