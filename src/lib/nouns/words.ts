import { andList } from "@/lib/text";
import { nounEntities, nouns } from "./all";

const maxNamed = 3;
const firstNamed = nounEntities.slice(0, maxNamed).map((entity) => nouns[entity].many);

/**
 * The kinds of record to import, named by the first nouns of the sidebar: "accounts, opportunities, products, and
 * people".
 */
export const importedContent: string = andList([...firstNamed, "people"]);

/** The content of a workspace, named by the same nouns. */
export const workspaceContent: string = andList([...firstNamed, "colleagues"]);
