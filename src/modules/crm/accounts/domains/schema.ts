import { z } from "zod";
import { domainInput } from "@/lib/fields/domain";
import { id, reference } from "@/lib/zod";

/** `id` is the account that is to have the domain. */
export const domainUseInput = z.object({ domain: domainInput, id: id.optional() });
/** An account that you may see; `hidden`: another one, which you may not see, has it. */
export const domainUse = z.object({ account: reference.nullable(), hidden: z.boolean() });
export type DomainUse = z.infer<typeof domainUse>;
