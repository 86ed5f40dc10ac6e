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
/** The answer of a browser with a passkey; the library for passkeys checks the rest. */
const passkeyAnswer = z.looseObject({
  id: z.string().max(1500),
  rawId: z.string().max(1500),
  type: z.literal("public-key"),
  response: z.record(z.string(), z.unknown()),
  clientExtensionResults: z.record(z.string(), z.unknown()),
});
/** The question for a passkey, as the browser's part of the library takes it. */
export const passkeyChallenge = z.object({ options: z.record(z.string(), z.unknown()) });

const device = z.string().max(4000).nullable();
const givenCode = z.string().trim().min(1, "Enter a code.").max(60, "Use at most 60 characters.");
export const signInCodeInput = z.object({ challenge: z.string().max(2000), code: givenCode, device });
export const signInPasskeyInput = z.object({ answer: passkeyAnswer, device });
export const signInOutput = z.object({ userId: id, token: z.string(), device: z.string() });

export const confirmInput = z.discriminatedUnion("by", [
  z.object({ by: z.literal("password"), password: givenPassword }),
  z.object({ by: z.literal("code"), code: givenCode }),
  z.object({ by: z.literal("passkey"), answer: passkeyAnswer }),
]);
export const confirmed = z.object({ until: instant });

export const passkey = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Passkey = z.infer<typeof passkey>;
export const factors = z.object({
  /** When the authenticator app was added; null is none. */
  totpSince: instant.nullable(),
  passkeys: z.array(passkey),
  recoveryCodesLeft: z.int(),
  /** Whether this session was opened, or confirmed, with a second factor. */
  givenHere: z.boolean(),
});
export type Factors = z.infer<typeof factors>;
export const newTotp = z.object({
  /** For people who type it into their app. */
  secret: z.string(),
  /** The QR code: modules to a side, and the dark ones as an SVG path. */
  qr: z.object({ size: z.int(), path: z.string() }),
});
export const finishTotpInput = z.object({
  code: givenCode,
  /** The secret that was shown with the picture: no other one is confirmed. */
  secret: z.string().max(200),
});
/** The codes are shown this once; null where there are some already. */
export const factorAdded = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export const addPasskeyInput = z.object({ name: shortText, answer: passkeyAnswer });
export const renamePasskeyInput = z.object({ id, name: shortText });
export const passkeyIdInput = z.object({ id });

export const changeEmailInput = z.object({ email });
/** The address that waits for its confirmations; null where none does. */
export const waitingEmail = z.object({ email: z.string().nullable() });
export const confirmEmailInput = z.object({ token: linkToken });
/** `changed` once both addresses have confirmed; until then the other one is waited for. */
export const confirmedEmail = z.object({ changed: z.boolean(), email: z.string() });
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
