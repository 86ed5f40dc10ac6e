import "server-only";
import * as family from "@/modules/crm/accounts/family/operations";
import * as accounts from "@/modules/crm/accounts/operations";
import * as lossReasons from "@/modules/crm/pipelines/loss-reasons/operations";
import * as pipelines from "@/modules/crm/pipelines/operations";
import * as stages from "@/modules/crm/pipelines/stages/operations";
import * as products from "@/modules/crm/products/operations";
import type { AnyOperation } from "@/server/operation";

type OperationsOf<T> = { [K in keyof T as T[K] extends { realm: string; kind: string } ? K : never]: T[K] };

/** The operations among a file's exports; plain functions that other domains share are left out. */
function operationsIn<T extends object>(module: T): OperationsOf<T> {
  return Object.fromEntries(
    Object.entries(module).filter(([, value]) => typeof value === "function" && "realm" in value),
  ) as OperationsOf<T>;
}

/** Every operation of the product. Tests, REST and OpenAPI walk this list. */
export const operations = {
  ...operationsIn(accounts),
  ...operationsIn(family),
  ...operationsIn(products),
  ...operationsIn(pipelines),
  ...operationsIn(stages),
  ...operationsIn(lossReasons),
} as const satisfies Record<string, AnyOperation>;
