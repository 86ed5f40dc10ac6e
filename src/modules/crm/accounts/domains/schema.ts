import { z } from "zod";
import { domainInput } from "@/lib/fields/domain";
import { id } from "@/lib/zod";

/** `id` is the account that is to have the domain. */
export const domainUseInput = z.object({ domain: domainInput, id: id.optional() });
/** An account that the reader may see and that has the domain. */
export const domainUse = z.object({ account: z.object({ id, name: z.string() }).nullable() });
