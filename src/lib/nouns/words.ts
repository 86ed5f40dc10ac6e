import { andList } from "@/lib/text";
import { nounEntities, nouns } from "./all";

const maxNamed = 3;
const firstNamed = nounEntities.slice(0, maxNamed).map((entity) => nouns[entity].many);

/** What files bring, by the first nouns of the rail: "accounts, opportunities, products, and people". */
export const importedThings: string = andList([...firstNamed, "people"]);

/** What a workspace holds, by the same nouns. */
export const heldThings: string = andList([...firstNamed, "colleagues"]);
