import "server-only";
import { exportedNoun, registerExported } from "@/server/nouns/exported";
import { declaredNouns } from "./nouns";

/** The nouns that the export of a workspace holds as files of their own. */
registerExported(Object.values(declaredNouns).map(exportedNoun));
