"use client";

import type { DecorateRouterRecord } from "@trpc/react-query";
import type { Fields } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import type { AppRouter } from "@/registry/router";
import type { bulkOwned, Crud, Deleting } from "@/server/nouns/made";
import type { NounProcedures } from "@/server/nouns/procedures";
import { api } from "./react";

type Root = AppRouter["_def"]["_config"]["$types"];
type AnyOperations = Crud<Fields, never, typeof bulkOwned> & Deleting;

/** The hooks of a noun's router, with records whose fields are known at run time only. */
export type NounApi = DecorateRouterRecord<Root, NounProcedures<AnyOperations>>;

/** The hooks of any noun: `nounApi(products).list.useInfiniteQuery(…)`. */
export const nounApi = ({ head }: Pick<Noun, "head">): NounApi => apiAt(head.path);

/** The same by the path of a noun. */
export const apiAt = (path: string): NounApi => (api as unknown as Readonly<Record<string, NounApi>>)[path] as NounApi;
