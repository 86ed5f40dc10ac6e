import type { useListState } from "@/components/data-table/use-list-state";
import type { Noun } from "@/lib/nouns/define";
import type { ViewState } from "@/lib/views";
import type { SavedView } from "../../views/schema";
import type { OpenView } from "./noun-open-view";

/** The list whose views the tabs show. */
export interface ViewTabsProps {
  noun: Noun;
  list: ReturnType<typeof useListState>;
  view: OpenView;
  layout: ViewState["layout"];
}

/** The parts of the tabs have these. */
export interface ViewPartProps extends ViewTabsProps {
  /** Opens the dialog for a view, or for a new one. */
  onEdit(view: SavedView | null): void;
  /** The address of a view, by its id or key. */
  addressOf(id: string, layout?: ViewState["layout"]): string;
}
