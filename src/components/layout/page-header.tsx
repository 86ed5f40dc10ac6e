import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { ReadOnlyMark } from "./read-only-mark";

export type Crumb = { label: string; href?: string | undefined };

export type PageHeaderProps = {
  /** The breadcrumb; on a record the last entry is its name, and the title is in the record's head. */
  breadcrumb?: readonly Crumb[] | undefined;
  title?: ReactNode;
  /** Beside the title, `faint`: the number of records. Announced when it changes, as by a filter. */
  count?: ReactNode;
  /** In the middle, for the steps of a wizard. */
  middle?: ReactNode;
  /** Right: people here, view switch, secondary, primary. Not on phones. */
  children?: ReactNode;
  /** Right on phones: at most two icon buttons. */
  phoneActions?: ReactNode;
  /** The back link on phones, if it is not the last link of the breadcrumb. */
  phoneBack?: { label: string; href: string } | undefined;
  className?: string | undefined;
};

/** 48 high: breadcrumb, title, count, actions. On phones a back link and the title. */
export function PageHeader(props: PageHeaderProps) {
  const { breadcrumb = [], title, count, middle, children, phoneActions, className } = props;
  const back = props.phoneBack ?? breadcrumb.findLast((crumb) => crumb.href);
  return (
    <header className={cn("flex h-head shrink-0 items-center gap-2 pr-4 pl-5 phone:pr-2 phone:pl-4", className)}>
      {breadcrumb.length > 0 ? (
        <nav aria-label="Breadcrumb" className={cn("phone:hidden", title ? "shrink-0" : "min-w-0")}>
          <ol className="flex items-center gap-1.5 text-muted">
            {breadcrumb.map((crumb, place) => (
              // Only the last entry, the name of a record, may be shortened.
              <li
                key={crumb.label}
                className={cn("flex items-center gap-1.5", crumb.href || title ? "shrink-0" : "min-w-0")}
              >
                {place > 0 ? <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" /> : null}
                {crumb.href ? (
                  <Link href={crumb.href} className="rounded-sm hover:text-text">
                    {crumb.label}
                  </Link>
                ) : (
                  <span className="truncate" aria-current={title ? undefined : "page"}>
                    {crumb.label}
                  </span>
                )}
              </li>
            ))}
            {title ? (
              <li aria-hidden>
                <ChevronRight className="size-3.5 text-faint" />
              </li>
            ) : null}
          </ol>
        </nav>
      ) : null}
      {back?.href ? (
        <Link
          href={back.href}
          aria-label={title ? `Back to ${back.label}` : undefined}
          className="relative -ml-2 flex items-center gap-1 hit-44 desk:hidden"
        >
          <ChevronLeft aria-hidden className="size-5" />
          {title ? null : <span className="text-muted">{back.label}</span>}
        </Link>
      ) : null}
      {title ? <h1 className="min-w-0 truncate font-semibold text-title">{title}</h1> : null}
      {"count" in props ? (
        <span role="status" className="shrink-0 text-[13px] text-faint">
          {count}
        </span>
      ) : null}
      {middle ? <div className="mx-auto">{middle}</div> : null}
      <div className={cn("flex shrink-0 items-center gap-2 phone:hidden", !middle && "ml-auto")}>{children}</div>
      <ReadOnlyMark />
      {phoneActions ? <div className="ml-auto flex shrink-0 items-center desk:hidden">{phoneActions}</div> : null}
    </header>
  );
}
