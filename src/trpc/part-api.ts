import type { QueryKey, UseMutationOptions, UseQueryOptions } from "@tanstack/react-query";
import { nouns } from "@/lib/nouns/all";
import type { AnyWhole, PartList } from "@/lib/nouns/parts";
import { capital } from "@/lib/text";
import type { Api } from "./react";

type Procedure = { mutationOptions(): UseMutationOptions<unknown, Error, object> };
interface PartApi {
  list: {
    queryKey(input: { id: string }): QueryKey;
    queryOptions(input: { id: string }): UseQueryOptions<AnyWhole> & { queryKey: QueryKey };
  };
  add: Procedure;
  update: Procedure;
  remove: Procedure;
  move: Procedure;
}

/** The procedures of a list of parts: `lines`, `addLine`, `updateLine`, `removeLine`, `moveLine` of the noun's router. */
export function partApi(api: Api, { of, name, many }: PartList): PartApi {
  const router = (api as unknown as Record<string, Record<string, unknown>>)[nouns[of].path];
  const at = (verb: string) => router?.[`${verb}${capital(name)}`] as Procedure;
  return {
    list: router?.[many] as PartApi["list"],
    ...{ add: at("add"), update: at("update"), remove: at("remove"), move: at("move") },
  };
}
