import "server-only";
import { nouns } from "@/lib/nouns/all";
import { memberSearch } from "@/modules/platform/members/row";
import { registerSearch } from "@/server/search/source";
import { nounSearches } from "./nouns";

const placeOf = (entity: string) => nouns[entity as keyof typeof nouns].nav.place;

/** The kinds of records that search finds, in the order of the sidebar; members come last. */
registerSearch([...nounSearches.toSorted((a, b) => placeOf(a.entity) - placeOf(b.entity)), memberSearch]);
