"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import type { TilePeople } from "@/lib/tiles";
import { peopleIn, peopleText } from "../rules";
import { PeopleMenu } from "./people-menu";

interface HomePageProps {
  /** The strip below the head. */
  top?(people: TilePeople): ReactNode;
  main(people: TilePeople): ReactNode;
  /** The column at the right; below on phones. */
  side?(people: TilePeople): ReactNode;
}

/** How the firm does: figures of everyone, or of some people, as the address says. */
export function HomePage({ top, main, side }: HomePageProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const [text, setText] = useQueryState("of", parseAsString);
  const [today] = useState(() => todayIn(timeZone));
  const people = peopleIn(text);
  const choose = (next: TilePeople) => void setText(peopleText(next));
  const day = dateFormat(locale, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" });
  return (
    <>
      <PageHeader
        title="Home"
        count={<span suppressHydrationWarning>{day.format(new Date(`${today}T00:00:00Z`))}</span>}
        phoneActions={<PeopleMenu compact value={people} onChange={choose} />}
      >
        <PeopleMenu value={people} onChange={choose} />
      </PageHeader>
      {top?.(people)}
      <div className="flex min-h-0 flex-1 wide:grid wide:grid-cols-[minmax(0,1fr)_400px] wide:grid-rows-[minmax(0,1fr)] narrow:flex-col narrow:overflow-y-auto">
        <section aria-label="Figures" className="flex min-w-0 flex-col wide:overflow-y-auto" {...keyboardScroll}>
          {main(people)}
        </section>
        {side ? (
          <aside
            aria-label="To do and news"
            className="narrow:border-t wide:overflow-y-auto wide:border-l"
            {...keyboardScroll}
          >
            {side(people)}
          </aside>
        ) : null}
      </div>
    </>
  );
}
