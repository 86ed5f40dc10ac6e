"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, Suspense, useRef } from "react";
import { SideScroll } from "@/components/ui/side-scroll";
import { TableLoading } from "@/components/ui/skeleton";
import { Tab, Tabs, TabsContent, TabsList } from "@/components/ui/tabs";
import { useScrolledTo } from "@/components/ui/use-scrolled-to";
import { cn } from "@/lib/cn";
import { SkipLink } from "./skip-link";

export type RecordTab = {
  id: string;
  label: string;
  count?: ReactNode;
  /** A column of the wide page that is a tab here. */
  only?: "phone" | "narrow" | undefined;
  panel: ReactNode;
};

const tabsId = "record-tabs";

/** Before the head of a record, whose figures, stages and details come first. */
export const SkipToRecordTabs = () => <SkipLink to={tabsId}>Skip to record tabs</SkipLink>;

/** The middle of a record: its tabs; the selected one is in the address. */
export function RecordTabs({ label, tabs }: { label: string; tabs: readonly RecordTab[] }) {
  const first = tabs[0]?.id ?? "";
  const [wanted, setTab] = useQueryState("tab", parseAsString.withDefault(first));
  const tab = tabs.some(({ id }) => id === wanted) ? wanted : first;
  const strip = useRef<HTMLDivElement>(null);
  useScrolledTo(strip, tab);
  return (
    <Tabs value={tab} onValueChange={(id) => void setTab(id)} className="flex min-h-0 flex-1 flex-col">
      <SideScroll row={strip} className="shrink-0 hairline-b">
        <TabsList ref={strip} id={tabsId} aria-label={label} className="relative side-scroll">
          {tabs.map(({ id, label: name, count, only }) => (
            <Tab
              key={id}
              value={id}
              data-part={id}
              count={count}
              className={cn(only === "phone" && "desk:hidden", only === "narrow" && "wide:hidden")}
            >
              {name}
            </Tab>
          ))}
        </TabsList>
      </SideScroll>
      {tabs.map(({ id, label: name, panel }) => (
        <TabsContent key={id} value={id} className="-outline-offset-2 flex min-h-0 flex-1 flex-col">
          {/* The code of a panel may come later: without this the whole page would be hidden, and the tab lose the focus. */}
          <Suspense fallback={<TableLoading label={`${name} is loading`} look="lines" />}>{panel}</Suspense>
        </TabsContent>
      ))}
    </Tabs>
  );
}
