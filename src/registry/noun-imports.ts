import "server-only";
import { type NounImport, nounImport } from "@/server/nouns/import/noun-import";
import { declaredNouns } from "./nouns";

/** The imports of all nouns whose heads say that files bring them, in dependency order. */
export const nounImports: readonly NounImport[] = Object.values(declaredNouns).flatMap(({ runtime }) =>
  runtime.noun.head.imported ? [nounImport(runtime)] : [],
);

/** Their operations by the names of the API. */
export const importOperations = Object.assign({}, ...nounImports.map(({ operations }) => operations)) as Record<
  string,
  NounImport["operations"][string]
>;
