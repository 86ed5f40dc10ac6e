import { z } from "zod";
import { fiscalYearStartProblem } from "@/lib/relative-dates";
import { reaches, roles } from "@/lib/role-rows";
import { email, id, instant, knownCurrency, linkToken, permission, shortText, version } from "@/lib/zod";
import { newPassword } from "@/modules/platform/identity/auth/schema";
import { slugProblem } from "./rules";

/** An area and its places, or an offset from UTC. */
const zonePattern = "^([A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*|[+-][0-9]{2}(:?[0-9]{2})?)$";
export const timeZone = z
  .string()
  .max(100)
  .refine(
    (zone) => accepts(() => new Intl.DateTimeFormat("en", { timeZone: zone })),
    "Choose a time zone from the list.",
  )
  .meta({ description: "A name of the IANA time zone database, such as `Europe/Berlin`.", pattern: zonePattern });
/** Month and day of the first day of the fiscal year. */
const fiscalYearStart = z
  .string()
  .superRefine((value, context) => {
    const problem = fiscalYearStartProblem(value);
    if (problem) context.addIssue({ code: "custom", message: problem });
  })
  .meta({
    description: "Month and day, such as `04-01`; never `02-29`.",
    pattern: "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
  });
export const locale = z
  .string()
  .max(35)
  .refine((tag) => accepts(() => Intl.getCanonicalLocales(tag)) && tag !== "", "Choose a format from the list.");

function accepts(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

export const slug = z.string().superRefine((value, context) => {
  const problem = slugProblem(value);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

export const createWorkspaceInput = z.object({
  name: shortText,
  slug,
  currency: knownCurrency,
  locale,
  timeZone,
});
export const createdWorkspace = z.object({ id, slug: z.string(), memberId: id });

export const checkSlugInput = z.object({ slug: z.string().max(200), name: z.string().max(200).optional() });
/** `problem` is a sentence for the field, null when the slug is available; `suggestion` is an available one. */
export const checkedSlug = z.object({ slug: z.string(), problem: z.string().nullable(), suggestion: z.string() });

export const membership = z.object({
  slug: z.string(),
  name: z.string(),
  role: z.enum(roles),
  /** Why it cannot be used, or null. */
  suspended: z.string().nullable(),
});
export const memberships = z.array(membership);

export const visibilityLevels = ["everyone", "team", "own"] as const;
export type VisibilityLevel = (typeof visibilityLevels)[number];

export const workspace = z
  .object({
    id,
    name: z.string(),
    slug: z.string(),
    currency: z.string(),
    locale: z.string(),
    timeZone: z.string(),
    /** The first day of the fiscal year, month and day: `04-01`. */
    fiscalYearStart: z.string(),
    version,
    /** Whether members need a second factor. */
    requiresFactor: z.boolean(),
    /** The visibility of records, by object; objects that are not named are visible to everyone. */
    visibility: z.record(z.string(), z.enum(visibilityLevels)),
    /** Whether members read the names of linked records that they may not open. */
    showsHiddenNames: z.boolean(),
    me: z.object({ memberId: id.nullable(), name: z.string(), role: z.enum(roles).nullable() }),
    /** The caller's permissions here, with their reach; screens show an action only if its permission is listed. */
    permissions: z.array(z.object({ permission, reach: z.enum(reaches) })),
  })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof workspace>;

export const updateWorkspaceInput = z.object({
  version,
  name: shortText.optional(),
  currency: knownCurrency.optional(),
  locale: locale.optional(),
  timeZone: timeZone.optional(),
  fiscalYearStart: fiscalYearStart.optional(),
});
export const requireFactorInput = z.object({ required: z.boolean() });
export const showHiddenNamesInput = z.object({ shown: z.boolean() });
export const signInLink = z.object({ url: z.string() });
export const setVisibilityInput = z.object({ entity: z.string().max(100), level: z.enum(visibilityLevels) });

export const openInvitationInput = z.object({ token: linkToken });
export const openedInvitation = z.object({
  workspace: z.string(),
  invitedBy: z.string(),
  /** The invited address; only its owner can accept. */
  email: z.string(),
  /** The person's current name in the workspace. */
  name: z.string(),
  role: z.enum(roles),
  expiresAt: instant,
  /** Whether that address has an account: then its owner signs in, otherwise they create one. */
  hasAccount: z.boolean(),
  /** The e-mail address of the person who is signed in here. */
  signedInAs: z.string().nullable(),
});
export type OpenedInvitation = z.infer<typeof openedInvitation>;
export const joiningPersonInput = z.object({ name: shortText, password: newPassword });
export const acceptInvitationInput = z.object({
  token: linkToken,
  /** For people without an account; others sign in first. */
  person: joiningPersonInput.optional(),
});
export const acceptedInvitation = z.object({ slug: z.string(), email });
