import { z } from "zod";
import { id, reference } from "@/lib/zod";
import type { KindRules } from "./kind";
import { maxLinks } from "./links";

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
