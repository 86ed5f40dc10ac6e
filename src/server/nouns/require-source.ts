import "server-only";
import type { idFields } from "@/lib/fields/base";
import type { NounEntity } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import { invalid } from "../errors.ts";
import { recordsOf } from "./records.ts";

type Ids = { readonly [Name in keyof typeof idFields]?: unknown };

/** Throws VALIDATION if an external id comes without its product: the same id in two products means two records. */
export async function requireSource(ctx: Ctx, entity: NounEntity, input: Ids, id: string | null): Promise<void> {
  if (input.externalId === undefined && input.externalSource === undefined) return;
  const present = id && (await recordsOf(ctx, entity).findFirst({ where: { id }, select: idColumns }));
  const { externalId, externalSource } = { ...(present || {}), ...definedOnly(input) } as Ids;
  if (!externalId || externalSource) return;
  throw invalid("externalSource", "Enter the product that the external id is from, such as HubSpot.");
}

const idColumns = { externalId: true, externalSource: true };

const definedOnly = ({ externalId, externalSource }: Ids) => ({
  ...(externalId === undefined ? {} : { externalId }),
  ...(externalSource === undefined ? {} : { externalSource }),
});
