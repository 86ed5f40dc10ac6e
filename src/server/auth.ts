import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/env";
import { toAppError } from "./errors.ts";
import { sessionDays } from "./session-cookie.ts";

declare module "next-auth" {
  interface User {
    /** The random token of the new session: the signed cookie carries it, the database keeps its hash. */
    sid: string;
  }
}

/** The form fields of a sign-in step: e-mail and password, a second-factor code, or a passkey's answer as JSON. */
export interface Credentials {
  email: string;
  password: string;
  code: string;
  passkey: string;
}

/** The sign-in domain's part in next-auth, which itself keeps the cookie and its CSRF protection. */
export interface SignInHandlers {
  signIn(credentials: Credentials): Promise<{ userId: string; token: string }>;
  signOut(token: string): Promise<void>;
}

/**
 * Configures next-auth for passwords. Its JWT holds only a random session token: person, rights and validity are read
 * from the database at each request, and data that a client sends with an update is ignored.
 */
export function authOptions(handlers: SignInHandlers): AuthOptions {
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionDays * 86_400 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {}, code: {}, passkey: {} },
        async authorize(credentials) {
          try {
            const { userId, token } = await handlers.signIn({
              email: credentials?.email ?? "",
              password: credentials?.password ?? "",
              code: credentials?.code ?? "",
              passkey: credentials?.passkey ?? "",
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
        if (typeof token?.sid === "string") await handlers.signOut(token.sid);
      },
    },
  };
}

/** next-auth passes one text to the page: the code, a colon, and the sentence for people. */
export function signInRefusal(error: unknown): string {
  const { code, message, details } = toAppError(error, "");
  // A retry is safe without a check: signing in again only adds another session.
  if (code === "UNAVAILABLE") return `${code}:The database is not responding. Try again in a moment.`;
  if (code === "INTERNAL") return `${code}:Sign-in failed because of a problem on our side. Try again in a moment.`;
  const { reason, ways } = details ?? {};
  if (reason === "secondStep") return `SECOND_STEP:${String(ways)}`;
  if (reason === "begin") return `BEGIN:${message}`;
  return `${reason === "unverified" ? "UNVERIFIED" : code}:${message}`;
}
