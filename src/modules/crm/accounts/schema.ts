import { z } from "zod";
import {
  givenMoney,
  id,
  instant,
  memberReference,
  money,
  page,
  pickInput,
  reference,
  shortText,
  version,
} from "@/lib/zod";

export const accountTypes = ["prospect", "customer", "partner", "competitor", "churned", "other"] as const;

const addressOf = <P extends z.ZodType>(part: P) =>
  z.object({ street: part, city: part, state: part, postalCode: part, country: part });
const addressPart = z.string().trim().max(200, "Use at most 200 characters.");
export const address = addressOf(addressPart.optional());
/** An address as it is answered: a part that is empty is not there. */
const answeredAddress = addressOf(addressPart.exactOptional());

export const account = z.object({
  id,
  name: shortText,
  domain: z.string().nullable(),
  website: z.string().nullable(),
  phone: z.string().nullable(),
  type: z.enum(accountTypes),
  industry: z.string().nullable(),
  employees: z.int().nullable(),
  annualRevenue: money.nullable(),
  billingAddress: answeredAddress.nullable(),
  shippingAddress: answeredAddress.nullable(),
  parent: reference.nullable(),
  owner: memberReference.nullable(),
  archivedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  version,
  /** Whether the asker may change it: screens show editors only then. */
  mayEdit: z.boolean(),
});
export type Account = z.infer<typeof account>;
export const accountPage = page(account);

const optionalText = shortText.nullable();
/** The domain of a whole address, as people copy it and files hold it. */
const bareDomain = (text: string) =>
  text
    .replace(/^https?:\/\//i, "")
    .replace(/^www\./i, "")
    .replace(/[/?#].*$/, "");
/** `company.com` is typed for `https://company.com`. */
const withScheme = (text: string) => (/^[^\s/:@]+\.[^\s/:@]+/.test(text) ? `https://${text}` : text);

const domain = z
  .string()
  .trim()
  .overwrite(bareDomain)
  .toLowerCase()
  .max(253)
  .regex(/^[^\s/:@]+\.[^\s/:@]+$/, "Type a domain such as company.com.");

const websiteNote = "An http or https address; `company.com` stands for `https://company.com`.";

export const accountInput = z.object({
  name: shortText,
  domain: domain.nullable(),
  website: z
    .string()
    .trim()
    .overwrite(withScheme)
    .max(500)
    .meta({ description: websiteNote, pattern: "^\\s*([Hh][Tt]{2}[Pp][Ss]?:|[^\\s/:@]+\\.[^\\s/:@])" })
    .pipe(z.url({ protocol: /^https?$/, error: "Type an address such as https://company.com." }))
    .nullable(),
  phone: shortText.nullable(),
  type: z.enum(accountTypes),
  industry: optionalText,
  employees: z.int().min(0, "Use a number from 0.").max(100_000_000).nullable(),
  annualRevenue: givenMoney.nullable(),
  billingAddress: address.nullable(),
  shippingAddress: address.nullable(),
  parentId: id.nullable(),
  ownerId: id.nullable(),
});
export type AccountInput = z.infer<typeof accountInput>;

export const createAccountInput = accountInput.partial().required({ name: true });
export const updateAccountInput = accountInput.partial().extend({ id, version });
export const accountVersionInput = z.object({ id, version });
export const accountIdInput = z.object({ id });

export const accountPickInput = pickInput;
export const accountPick = z.array(z.object({ id, name: z.string(), domain: z.string().nullable() }));
