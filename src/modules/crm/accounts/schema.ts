import { z } from "zod";
import { answeredAddress, givenAddress } from "@/lib/fields/address";
import { givenDomain } from "@/lib/fields/domain";
import { givenUrl } from "@/lib/fields/url";
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

export const account = z
  .object({
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
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof account>;
export const accountPage = page(account);

const optionalText = shortText.nullable();
export const accountInput = z.object({
  name: shortText,
  domain: givenDomain.nullable(),
  website: givenUrl.nullable(),
  phone: shortText.nullable(),
  type: z.enum(accountTypes),
  industry: optionalText,
  employees: z.int().min(0, "Use a number from 0.").max(100_000_000).nullable(),
  annualRevenue: givenMoney.nullable(),
  billingAddress: givenAddress.nullable(),
  shippingAddress: givenAddress.nullable(),
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
