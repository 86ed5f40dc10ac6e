import { partsOf } from "@/components/fields/kinds";
import type { Field } from "@/lib/fields/field";
import { type PartList, titleOf } from "@/lib/nouns/parts";

type Named = readonly [name: string, field: Field];

export interface PartColumns {
  /** Below the title. */
  texts: readonly Named[];
  /** Badges next to the title where they are true; a menu changes them. */
  flags: readonly Named[];
  /** Columns of their own, those last that the server makes. */
  values: readonly Named[];
  /** The columns of a row as CSS takes them. */
  template: string;
}

/** The widest that the column of a value becomes. */
const widest = 112;

/** The narrowest that the column of the name becomes. */
const least = 120;

/** Rows, heads and sums share their columns; on a phone the values stand below the name. */
export const partGrid = "grid min-w-0 flex-1 grid-cols-(--parts) items-center gap-x-2";

/** How the fields of a list of parts stand in its rows. */
export function partColumns(list: PartList, actions: number): PartColumns {
  const [title] = titleOf(list);
  const others = Object.entries<Field>(list.fields).filter(([name]) => name !== title);
  const isText = ({ kind }: Field) => kind === "text" || kind === "longText";
  const values = [
    ...others.filter(([, field]) => !isText(field) && field.kind !== "boolean"),
    ...Object.entries<Field>(list.computed),
  ];
  // Values give way before the name becomes unreadable.
  const widths = values.map(([, field]) => `minmax(0,${Math.min(partsOf(field).width, widest)}px)`);
  return {
    texts: others.filter(([, field]) => isText(field)),
    flags: others.filter(([name, { kind }]) => kind === "boolean" && name !== list.ticked),
    values,
    template: [`minmax(${least}px,1fr)`, ...widths, ...(actions > 0 ? [`${actions}px`] : [])].join(" "),
  };
}

/** Whether the values of a field stand at the right of their column. */
export const isRight = (field: Field) => ["number", "money"].includes(partsOf(field).column as string);
