import { nounOf } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import type { Reference } from "@/lib/zod";

/** A link in an input. */
export interface LinkedRecordInput {
  entity: string;
  id: string;
  /** Data of the link itself, if its field declares any. */
  data?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A linked record as the server returns it; its id is null if the reader may not open the record. */
export interface LinkedRecord extends Reference {
  entity: string;
  data: Readonly<Record<string, unknown>> | null;
}

/** The most links of one field, unless it says fewer. */
export const maxLinks = 100;

/** The names of linked records: "Acme, Ann Field". */
export const linksText = (links: readonly Pick<LinkedRecord, "name">[]): string =>
  links.map(({ name }) => name).join(", ");

/** The input that adds one link. Links that the reader may not open are left out: the server keeps them. */
export const withLink = (held: readonly LinkedRecord[], added: LinkedRecordInput): LinkedRecordInput[] => [
  ...held.filter(({ id }) => id !== null && id !== added.id).map(linkInput),
  added,
];

const linkInput = ({ entity, id, data }: LinkedRecord): LinkedRecordInput => ({
  entity,
  id: id ?? "",
  ...(data ? { data } : {}),
});

/** A column of files that names linked records of one kind. */
interface LinkColumn {
  key: string;
  label: string;
  entity: string;
}

/** The columns of a field in files, one for each kind of record that it links to: "Account", "Contact". */
export const linkColumns = (name: string, to: readonly string[]): LinkColumn[] =>
  to.map((entity) => ({
    key: `${name}${capital(entity)}`,
    label: capital(nounOf(entity)?.one ?? entity),
    entity,
  }));
