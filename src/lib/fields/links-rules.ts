import { z } from "zod";
import type { CatalogColumn } from "@/lib/catalog";
import { nounOf } from "@/lib/nouns/all";
import { id, reference } from "@/lib/zod";
import type { KindRules } from "./kind";
import { linkColumns, maxLinks } from "./links";

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
  columns: (name, { label, longLabel = label, to, importable }) => ({
    [name]: { label: longLabel, kind: "links", importable: false },
    ...(importable === false ? {} : fileColumns(name, to)),
  }),
  row: (name, { to }) => Object.fromEntries(linkColumns(name, to).map(({ key }) => [key, z.string()])),
};

/** Files name linked records as they name any other: by the natural keys of their kind. */
const fileColumns = (name: string, to: readonly string[]): Record<string, CatalogColumn> =>
  Object.fromEntries(
    linkColumns(name, to).map(({ key, label, entity }) => {
      const words = [label, ...(nounOf(entity)?.alsoCalled ?? [])];
      const synonyms = words.flatMap((word) => [word, `${word} name`, `related ${word}`, `associated ${word}`]);
      return [
        key,
        { label, kind: "reference", to: entity, several: true, synonyms: synonyms.map((one) => one.toLowerCase()) },
      ];
    }),
  );

const entitiesOf = (to: readonly string[]) => to as [string, ...string[]];
