import type { TRPCBuiltRouter } from "@trpc/server";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { Fields } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import type { AppRouter } from "@/registry/router";
import type {
  bulkOwned,
  Crud,
  Deleting,
  SettingList,
  WithPerson,
  WithProgression,
  WithSheet,
  WithTree,
} from "@/server/nouns/noun-runtime";
import type { NounProcedures } from "@/server/nouns/procedures";
import { type Api, useApi } from "./react";

type Root = AppRouter["_def"]["_config"]["$types"];
type AnyOperations = Crud<Fields, never, typeof bulkOwned> &
  WithProgression &
  WithTree &
  WithSheet &
  SettingList &
  Deleting &
  WithPerson;

/** A noun's procedures, with records whose fields are known at run time only. */
export type NounApi = TRPCOptionsProxy<TRPCBuiltRouter<Root, NounProcedures<AnyOperations>>>;

/** The procedures of any noun: `useNounApi(products).list.infiniteQueryOptions(…)`. */
export const useNounApi = ({ head }: Pick<Noun, "head">): NounApi => apiAt(useApi(), head.path);

/** The procedures of a noun by its path. */
export const apiAt = (api: Api, path: string): NounApi =>
  (api as unknown as Readonly<Record<string, NounApi>>)[path] as NounApi;
