import "server-only";
import "@/lib/nouns/schemas";
import { nouns } from "@/lib/nouns/all";
import type { TimelineSource } from "@/server/catalog";
import { type NamedOperations, namedOperations } from "@/server/nouns/named";
import { type NounProcedures, nounProcedures, partProcedures } from "@/server/nouns/procedures";
import { crmNouns, crmParts, crmProcedures, crmRequests, crmTimelines } from "./crm";
import { pmoNouns, pmoParts, pmoProcedures, pmoRequests, pmoTimelines } from "./pmo";

/** Every noun that is declared by its fields. */
export const declaredNouns = { ...crmNouns, ...pmoNouns };

type Declared = typeof declaredNouns;
type Entity = keyof Declared;
type PathOf<E extends Entity> = (typeof nouns)[E]["path"];

const entries = Object.entries(declaredNouns) as [Entity, Declared[Entity]][];

/** The lists of parts that their records have. */
export const nounParts = [...crmParts, ...pmoParts];

/** The queries of pages that show them. */
export const nounRequests = { ...crmRequests, ...pmoRequests };

const partsOf = (entity: Entity) => nounParts.filter(({ declared }) => declared.of === entity).map(partProcedures);

/** Their procedures, as the browser calls them: `api.products.list`. */
const derived = Object.fromEntries(
  entries.map(([entity, operations]) => [
    nouns[entity].path,
    Object.assign({}, nounProcedures(operations), ...partsOf(entity)),
  ]),
) as { [E in Entity as PathOf<E>]: NounProcedures<Declared[E]> };

type Derived = typeof derived;
const added = { ...crmProcedures, ...pmoProcedures };
type Added = typeof added;

/** The same with what some of them have beyond the operations of every noun. */
export const nounRouters = Object.fromEntries(
  Object.entries(derived).map(([path, own]) => [path, { ...own, ...added[path as keyof Added] }]),
) as unknown as { [Path in keyof Derived]: Derived[Path] & (Path extends keyof Added ? Added[Path] : unknown) };

type Union<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer I) => void ? I : never;

/** Their operations by their API names: `listProducts`, `createProduct`. */
export const nounOperations = Object.assign(
  {},
  ...entries.map(([entity, operations]) => namedOperations(entity, nouns[entity].path, operations)),
) as Union<{ [E in Entity]: NamedOperations<E, PathOf<E>, Declared[E]> }[Entity]>;

/** The objects whose events timelines show. */
export const nounTimelines: TimelineSource[] = entries.map(([entity, { noun, scope }]) => ({
  catalog: noun.catalog,
  scope,
  ...crmTimelines[entity as keyof typeof crmTimelines],
  ...pmoTimelines[entity as keyof typeof pmoTimelines],
  ...(noun.settings ? { setting: true as const } : {}),
}));
