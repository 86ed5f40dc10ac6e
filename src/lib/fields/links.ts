import { z } from "zod";
import { id, type Reference, reference } from "@/lib/zod";
import type { KindRules } from "./kind";

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

export const linksRules: KindRules<"links"> = {
  output: ({ to, data }) =>
    z.array(reference.extend({ entity: z.enum(entitiesOf(to)), data: (data ?? z.object({})).nullable() })),
  input({ to, data, most = maxLinks }) {
    const link = z.object({
      entity: z.enum(entitiesOf(to)),
      id,
      ...(data ? { data: data.nullable().optional() } : {}),
    });
    return z
      .array(link)
      .max(most, `Link at most ${most} records.`)
      .superRefine((links, issues) => {
        for (const [place, one] of links.entries())
          if (links.findIndex((other) => other.id === one.id) < place)
            issues.addIssue({ code: "custom", path: [place], message: "This record is linked twice." });
      });
  },
  columns: (name, { label, longLabel = label }) => ({ [name]: { label: longLabel, kind: "links", importable: false } }),
};

const entitiesOf = (to: readonly string[]) => to as [string, ...string[]];

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
