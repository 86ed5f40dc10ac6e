import { z } from "zod";
import { email, id, instant, linkToken, shortText } from "@/lib/zod";
import { passwordProblem } from "./rules";

export const personName = shortText;

/** A new password; the rule returns the problem in one sentence. */
export const newPassword = z.string().superRefine((password, context) => {
  const problem = passwordProblem(password);
  if (problem) context.addIssue({ code: "custom", message: problem });
});
/** A password for comparison only; the bound keeps hashing cheap. */
const givenPassword = z.string().min(1, "Enter your password.").max(200, "Use at most 200 characters.");

/** The whole rule at once: a password is compared with the name and address in the same input. */
export const signUpInput = z.object({ name: personName, email, password: z.string() }).superRefine((input, context) => {
  const problem = passwordProblem(input.password, input);
  if (problem) context.addIssue({ code: "custom", message: problem, path: ["password"] });
});
export const mailInput = z.object({ email });
export const mailSent = z.object({ email: z.string() });

export const linkPurposes = ["verify", "reset"] as const;
export type LinkPurpose = (typeof linkPurposes)[number];
export const openLinkInput = z.object({ token: linkToken, purpose: z.enum(linkPurposes) });
export const openedLink = z.object({ name: z.string(), email: z.string() });

export const verifyEmailInput = z.object({ token: linkToken, password: givenPassword });
export const resetPasswordInput = z.object({ token: linkToken, password: newPassword });
export const changePasswordInput = z.object({ current: givenPassword, password: newPassword });

export const signInInput = z.object({
  email: z.string().max(300),
  password: z.string().max(200),
  /** The mark of a browser in which this person signed in before. */
  device: z.string().max(4000).nullable(),
});
export const signedIn = z.object({ userId: id, token: z.string(), device: z.string() });
export const signOutInput = z.object({ token: z.string().max(200) });

export const profile = z.object({ name: z.string(), email: z.string() });
export const updateProfileInput = z.object({ name: personName });

export const session = z.object({
  id,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: instant,
  lastSeenAt: instant,
  /** The caller's session. */
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;
export const revokeSessionInput = z.object({ id });
export const sessionsEnded = z.object({ sessionsEnded: z.int() });
