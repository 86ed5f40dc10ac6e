import type { ListState } from "@/components/data-table/list-state";
import { noFilter } from "@/lib/list-filter";
import { allKey, type DeclaredView } from "@/lib/nouns/declared-views";
import type { ViewState } from "@/lib/views";

/** The state of a list that a saved view opens. */
export function stateOfView({ match, conditions, groups, sorts, totals, ...state }: ViewState): Partial<ListState> {
  const [sort = null, ...thenBy] = sorts;
  return {
    ...{ sort, thenBy, filter: { match, conditions, groups } },
    ...{ q: state.q, group: state.group, archived: state.archived, tree: state.tree },
    columns:
      state.columns?.map(({ id, width, pinned }) => ({
        id,
        ...(width === undefined ? {} : { width }),
        ...(pinned === undefined ? {} : { pinned }),
      })) ?? null,
    totals: totals && Object.entries(totals).map(([field, of]) => ({ field, of })),
  };
}

/** The state of a list as a view stores it. */
export function viewOfState(state: ListState, layout: ViewState["layout"]): ViewState {
  const { sort, thenBy, filter, columns, totals, q, group, archived, tree } = state;
  return {
    ...{ ...filter, q, group, layout, archived, tree, columns },
    sorts: sort ? [sort, ...thenBy] : [],
    totals: totals && Object.fromEntries(totals.map(({ field, of }) => [field, of])),
  };
}

const stateOfDeclared = ({ filter, sort }: DeclaredView): Partial<ListState> => ({
  filter: { ...noFilter, ...filter },
  ...(sort ? { sort } : {}),
});

interface Kept {
  id: string;
  state: ViewState;
}

/** The saved views of a list, and the one with which it opens. */
export interface OfferedViews<V extends Kept> {
  views: readonly V[];
  opens: { viewId: string | null; key: string | null };
}

/** The view that a list shows. */
export interface OpenedView<V extends Kept> {
  /** The id of a saved view, or the key of a declared one. */
  id: string;
  kept: V | undefined;
  /** The address names a view that does not exist for the reader. */
  missing: boolean;
  /** The state of the view; the address holds only the differences. */
  state: Partial<ListState>;
}

interface Asked<V extends Kept> {
  declared: readonly DeclaredView[];
  /** Undefined while they load, and for those who have no views. */
  offered: OfferedViews<V> | undefined;
  /** The view that the address names. */
  saved: string | null;
  /** The address names filters, sorts or columns: then the usual view of the list is not opened. */
  narrowed: boolean;
}

/** The view that an address opens: the one that it names, else the usual one of the list. */
export function openedView<V extends Kept>({ declared, offered, saved, narrowed }: Asked<V>): OpenedView<V> {
  const usual = narrowed ? null : (offered?.opens.viewId ?? offered?.opens.key ?? null);
  const id = saved ?? usual ?? allKey;
  const kept = offered?.views.find((view) => view.id === id);
  const own = declared.find(({ key }) => key === id);
  if (kept) return { id, kept, missing: false, state: stateOfView(kept.state) };
  return { id, kept, missing: !own && offered !== undefined, state: own ? stateOfDeclared(own) : {} };
}
