import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type RecordLayoutProps = {
  /** Left, 288: details with inline edit. On phones a tab (`only: "phone"`). */
  details: ReactNode;
  /** Right, 328: next step, family, people. Hidden under 1100 px; its content becomes a tab (`only: "narrow"`). */
  aside?: ReactNode;
  /** The middle: tabs and their panel. */
  children: ReactNode;
};

/** The three columns of a record below its head and figures; each scrolls separately, on phones the page does. */
export function RecordLayout({ details, aside, children }: RecordLayoutProps) {
  return (
    <div
      className={cn(
        "group/record grid min-h-0 flex-1 narrow:grid-cols-[var(--detail-w)_minmax(0,1fr)] phone:block",
        aside
          ? "grid-cols-[var(--detail-w)_minmax(0,1fr)_var(--aside-w)]"
          : "grid-cols-[var(--detail-w)_minmax(0,1fr)]",
        // A tab such as a list of many columns takes the room of all of them.
        "has-[[data-whole]]:grid-cols-[minmax(0,1fr)]",
      )}
    >
      <aside
        aria-label="Details"
        className="min-h-0 overflow-y-auto pb-6 hairline-r phone:hidden group-has-[[data-whole]]/record:hidden"
      >
        {details}
      </aside>
      <section className="flex min-h-0 min-w-0 flex-col">{children}</section>
      {aside ? (
        <aside
          aria-label="Related"
          className="min-h-0 overflow-y-auto pb-6 hairline-l narrow:hidden group-has-[[data-whole]]/record:hidden"
        >
          {aside}
        </aside>
      ) : null}
    </div>
  );
}

/** The page of a record: everything under the page header. Scrolls as a whole on phones. */
export function RecordPage({ children }: { children: ReactNode }) {
  return <div className="flex min-h-0 flex-1 flex-col phone:block phone:overflow-y-auto">{children}</div>;
}

export type RecordHeadProps = {
  /** `NameMark` or `Avatar`, 36. */
  mark: ReactNode;
  name: string;
  /** Beside a list the page has its own title. */
  heading?: "h1" | "h2" | undefined;
  badge?: ReactNode;
  /** One muted line; parts are separated by a middle dot. */
  facts?: readonly { id: string; text: ReactNode }[] | undefined;
  /** Right: the buttons that move it on. On phones below its name. */
  steps?: ReactNode;
  /** Left and right of the steps: tags and owner. Not on phones. */
  tags?: ReactNode;
  owner?: ReactNode;
};

/** Mark 36, name 20/600, one line of facts, tags, steps, owner. */
export function RecordHead({ mark, name, heading: Heading = "h1", badge, facts = [], ...right }: RecordHeadProps) {
  const { tags, steps, owner } = right;
  return (
    <div className="flex shrink-0 items-center gap-3 px-5 pt-2 pb-3.5 phone:flex-wrap phone:px-4 phone:pt-1.5 phone:pb-3">
      {mark}
      <div className="min-w-0 flex-1 phone:basis-1/2">
        <div className="flex min-w-0 items-center gap-2">
          <Heading className="truncate font-semibold text-record">{name}</Heading>
          {badge}
        </div>
        {facts.length > 0 ? (
          // The dot before the first fact of each line is cut off.
          <div className="mt-px min-w-0 overflow-hidden">
            <ul className="-ml-4 flex min-w-0 items-center text-muted phone:flex-wrap">
              {facts.map((fact) => (
                <li key={fact.id} className="flex min-w-0 items-center">
                  <span aria-hidden className="w-4 shrink-0 text-center text-faint">
                    ·
                  </span>
                  <span className="truncate">{fact.text}</span>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
      <div className="flex shrink-0 items-center gap-1.5 empty:hidden phone:contents">
        {tags ? <div className="flex items-center gap-1.5 empty:hidden phone:hidden">{tags}</div> : null}
        {steps ? (
          <div className="flex items-center gap-1.5 empty:hidden phone:w-full phone:flex-wrap">{steps}</div>
        ) : null}
        {owner ? <div className="flex items-center gap-1.5 empty:hidden phone:hidden">{owner}</div> : null}
      </div>
    </div>
  );
}

/** In a record's head after a short rule: avatar 24, "Owner" or what the noun calls it, and the name. */
export function RecordOwner(props: { label?: string; avatar: ReactNode; children: ReactNode }) {
  const { label = "Owner", avatar, children } = props;
  return (
    <>
      <span aria-hidden className="mx-2 h-5 w-px bg-border" />
      {avatar}
      <span>
        <span className="block text-faint text-xs">{label}</span>
        <span className="block leading-4">{children}</span>
      </span>
    </>
  );
}
