import type { Sort } from "@/lib/list";
import { type ListFilter, mySelf, noFilter } from "@/lib/list-filter";
import { capital } from "@/lib/text";
import type { NounHead } from "./noun-head";

/** A view of a list that everybody has; nobody can change it. */
export interface DeclaredView {
  /** In addresses, in the place of the id of a saved view. */
  key: string;
  label: string;
  filter: Partial<ListFilter>;
  sort?: Sort;
}

/** The key of the view with all records. */
export const allKey = "all";

interface Declaring {
  head: NounHead;
  views: readonly DeclaredView[];
}

/** The views of a noun that nobody saved: all records, one's own, and those that the noun declares. */
export function viewsOf({ head, views: declared }: Declaring): DeclaredView[] {
  const mine = { field: "owner", op: "anyOf" as const, value: [mySelf] };
  const usual: DeclaredView[] = [
    { key: allKey, label: `All ${head.many}`, filter: noFilter },
    ...(head.owned ? [{ key: "mine", label: `My ${head.many}`, filter: { conditions: [mine] } }] : []),
  ];
  const others = declared.filter(({ key }) => usual.every((one) => one.key !== key));
  return [...usual.map((view) => declared.find(({ key }) => key === view.key) ?? view), ...others].map((view) => ({
    ...view,
    label: capital(view.label),
  }));
}
