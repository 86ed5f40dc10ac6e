import "server-only";
import { nouns } from "@/lib/nouns/all";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import { type NamedOperations, namedOperations } from "@/server/nouns/named";
import { type NounProcedures, nounProcedures } from "@/server/nouns/procedures";

/** Every noun that is declared by its fields. */
export const declaredNouns = {
  product: productOperations,
  account: accountOperations,
  opportunity: opportunityOperations,
};

type Declared = typeof declaredNouns;
type Entity = keyof Declared;
type PathOf<E extends Entity> = (typeof nouns)[E]["path"];

const entries = Object.entries(declaredNouns) as [Entity, Declared[Entity]][];

/** Their procedures, as the browser calls them: `api.products.list`. */
export const nounRouters = Object.fromEntries(
  entries.map(([entity, operations]) => [nouns[entity].path, nounProcedures(operations)]),
) as { [E in Entity as PathOf<E>]: NounProcedures<Declared[E]> };

type Union<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer I) => void ? I : never;

/** Their operations by the names of the API: `listProducts`, `createProduct`. */
export const nounOperations = Object.assign(
  {},
  ...entries.map(([entity, operations]) => namedOperations(entity, nouns[entity].path, operations)),
) as Union<{ [E in Entity]: NamedOperations<E, PathOf<E>, Declared[E]> }[Entity]>;

/** The objects whose changes open screens follow. */
export const liveNouns = Object.values(declaredNouns).map(({ scope }) => ({ scope }));

/** The records that search finds. */
export const nounSearches = Object.values(declaredNouns).map(({ search }) => search);

/** The objects whose events timelines tell. */
export const nounTimelines = Object.values(declaredNouns).map(({ noun, scope }) => ({ catalog: noun.catalog, scope }));
