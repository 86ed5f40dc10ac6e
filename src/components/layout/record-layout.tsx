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
        "grid min-h-0 flex-1 narrow:grid-cols-[var(--detail-w)_minmax(0,1fr)] phone:block",
        aside
          ? "grid-cols-[var(--detail-w)_minmax(0,1fr)_var(--aside-w)]"
          : "grid-cols-[var(--detail-w)_minmax(0,1fr)]",
      )}
    >
      <aside aria-label="Details" className="min-h-0 overflow-y-auto pb-6 hairline-r phone:hidden">
        {details}
      </aside>
      <section className="flex min-h-0 min-w-0 flex-col">{children}</section>
      {aside ? (
        <aside aria-label="Related" className="min-h-0 overflow-y-auto pb-6 hairline-l narrow:hidden">
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
  /** Right: tags, owner. Not on phones. */
  children?: ReactNode;
};

/** Mark 36, name 20/600, one line of facts, tags, owner. */
export function RecordHead({ mark, name, heading: Heading = "h1", badge, facts = [], children }: RecordHeadProps) {
  return (
    <div className="flex shrink-0 items-center gap-3 px-5 pt-2 pb-3.5 phone:px-4 phone:pt-1.5 phone:pb-3">
      {mark}
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <Heading className="truncate font-semibold text-record">{name}</Heading>
          {badge}
        </div>
        {facts.length > 0 ? (
          <ul className="mt-px flex min-w-0 items-center gap-x-1.5 text-muted phone:flex-wrap">
            {facts.map((fact, place) => (
              <li key={fact.id} className="flex min-w-0 items-center gap-1.5">
                <span className="truncate">{fact.text}</span>
                {place < facts.length - 1 ? (
                  <span aria-hidden className="text-faint">
                    ·
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {children ? <div className="flex shrink-0 items-center gap-1.5 phone:hidden">{children}</div> : null}
    </div>
  );
}

/** In a record's head after a short rule: avatar 24, "Owner" and the name. */
export function RecordOwner({ avatar, children }: { avatar: ReactNode; children: ReactNode }) {
  return (
    <>
      <span aria-hidden className="mx-2 h-5 w-px bg-border" />
      {avatar}
      <span>
        <span className="block text-faint text-xs">Owner</span>
        <span className="block leading-4">{children}</span>
      </span>
    </>
  );
}
