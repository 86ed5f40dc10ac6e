"use client";

import { ChevronDown, List, Lock, Plus } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuTrigger } from "@/components/ui/menu";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { tabItem } from "@/components/ui/tabs";
import { useScrolledTo } from "@/components/ui/use-scrolled-to";
import type { Noun } from "@/lib/nouns/define";
import type { ViewState } from "@/lib/views";
import { withQuery } from "@/lib/with-query";
import type { SavedView } from "../../views/schema";
import { LazyViewChanges, LazyViewDialog, LazyViewMenu, LazyViewNotice, LazyViewOrder } from "./lazy-views";
import type { ViewTabsProps } from "./view-part-props";

/** The views of a list as tabs on a hairline, the menu of the open one, and what to do with its changes. */
export function NounViewTabs({ noun, list, view, layout }: ViewTabsProps) {
  const { can, readsOnly } = useWorkspace();
  const phone = useIsPhone();
  const [edited, setEdited] = useState<{ view: SavedView | null } | null>(null);
  const addressOf = useViewAddress(noun, layout);
  const saves = can("savedView:edit") && !readsOnly && view.offered !== undefined;
  const tabs = [
    ...view.declared.map(({ key, label }) => ({ id: key, label, isPrivate: false, href: addressOf(key) })),
    ...(view.offered?.views ?? []).map(({ id, name, scope, state }) => ({
      ...{ id, label: name, isPrivate: scope === "private" },
      href: addressOf(id, state.layout),
    })),
  ];
  const onEdit = (next: SavedView | null) => setEdited({ view: next });
  // By its own position: scrollIntoView would also make Tab begin here, behind the head of the page.
  const strip = useRef<HTMLElement>(null);
  useScrolledTo(strip, view.id);
  const given = { noun, list, view, layout, addressOf, onEdit };
  return (
    <>
      <div className="flex h-tabs shrink-0 items-stretch pr-4 pl-3 hairline-b phone:pl-2">
        <nav
          ref={strip}
          aria-label="Views"
          className="no-scrollbar relative flex min-w-0 items-stretch gap-1 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map((tab) => (
            <ViewTab key={tab.id} {...tab} current={tab.id === view.id && !view.missing}>
              {saves && tab.id === view.id ? (
                <Menu>
                  <MenuTrigger
                    aria-label={`Menu of the view ${tab.label}`}
                    className="relative -mr-1 grid size-5 place-items-center self-center rounded-sm text-faint hover:bg-surface-hover hover:text-text hit-44"
                  >
                    <ChevronDown aria-hidden className="size-3.5" />
                  </MenuTrigger>
                  <MenuContent>
                    <LazyViewMenu {...given} />
                  </MenuContent>
                </Menu>
              ) : null}
            </ViewTab>
          ))}
        </nav>
        {saves ? (
          <div className="flex shrink-0 items-center">
            <IconButton size="sm" label="Save as a new view" icon={<Plus aria-hidden />} onClick={() => onEdit(null)} />
            <Popover>
              <PopoverTrigger asChild>
                <IconButton size="sm" label="All views" icon={<List aria-hidden />} />
              </PopoverTrigger>
              <PopoverContent aria-label="All views" className="w-72">
                <LazyViewOrder {...given} />
              </PopoverContent>
            </Popover>
          </div>
        ) : null}
        {list.changed && !phone ? (
          <div className="ml-auto flex shrink-0 items-center pl-4">
            <LazyViewChanges key={view.id} {...given} />
          </div>
        ) : null}
      </div>
      {list.changed && phone ? (
        <div className="flex h-11 shrink-0 items-center pr-2 pl-4 hairline-b">
          <LazyViewChanges key={view.id} {...given} />
        </div>
      ) : null}
      {view.missing || (view.kept?.dropped.length ?? 0) > 0 ? <LazyViewNotice {...given} /> : null}
      {edited ? <LazyViewDialog {...given} edited={edited.view} onClose={() => setEdited(null)} /> : null}
    </>
  );
}

interface ViewTabProps {
  id: string;
  label: string;
  href: string;
  isPrivate: boolean;
  current: boolean;
  /** The menu of the open view. */
  children: ReactNode;
}

function ViewTab({ id, label, href, isPrivate, current, children }: ViewTabProps) {
  return (
    <span data-part={id} data-state={current ? "active" : undefined} className={tabItem}>
      <Link
        href={href}
        scroll={false}
        aria-current={current ? "page" : undefined}
        aria-label={isPrivate ? `${label}, private` : undefined}
        className="flex h-full items-center gap-1.5 outline-offset-[-2px] [&>svg]:size-3 [&>svg]:text-faint"
      >
        {isPrivate ? <Lock aria-hidden /> : null}
        {label}
      </Link>
      {children}
    </span>
  );
}

/** Returns the address of a view: those that nobody saved stay in the present layout. */
function useViewAddress({ head }: Noun, current: ViewState["layout"]) {
  const { href } = useWorkspace();
  const paths = {
    list: `/${head.path}${head.board ? "/list" : ""}`,
    board: `/${head.path}${head.board ? "" : "/board"}`,
    calendar: `/${head.path}?view=calendar`,
    sheet: `/${head.path}?view=sheet`,
  };
  return (id: string, layout: ViewState["layout"] = current) => withQuery(href(paths[layout]), `saved=${id}`);
}
