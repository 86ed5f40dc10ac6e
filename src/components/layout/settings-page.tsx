import { History } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { PageHeader } from "./page-header";
import { type ChangesOf, LastChangeOf } from "./settings-changes";

export type SettingsPageProps = {
  title: string;
  /** How much the page lists. */
  count?: string | undefined;
  /** The purpose of the page in one sentence, and who may change it. */
  description: ReactNode;
  /** Right of the title: secondary, primary. */
  actions?: ReactNode;
  phoneActions?: ReactNode;
  /** Right of the description, 260 wide: seats, a plan. */
  aside?: ReactNode;
  /** Shows "Last change: Melvin Marxen made Cara Losch a manager, 2d ago", and the link to all changes. */
  changes?: ChangesOf | null;
  /** Shown in the place of the last change. */
  footer?: ReactNode;
  /** The address of the settings, as the back link on phones. */
  back: { label: string; href: string };
  children: ReactNode;
};

/** A page of the settings: title, one sentence, its content, and the trail of its changes. */
export function SettingsPage(props: SettingsPageProps) {
  const footer = props.footer ?? (props.changes ? <LastChangeOf {...props.changes} /> : null);
  return (
    <>
      <PageHeader
        title={props.title}
        phoneActions={props.phoneActions}
        phoneBack={props.back}
        {...("count" in props ? { count: props.count } : {})}
      >
        {props.actions}
      </PageHeader>
      <div className="flex shrink-0 items-end gap-6 px-5 pt-0.5 pb-4 phone:block phone:px-4 phone:pb-3.5">
        <p className="mr-auto w-[660px] max-w-full text-muted">{props.description}</p>
        {props.aside ? <div className="w-[260px] shrink-0 phone:mt-3.5 phone:w-auto">{props.aside}</div> : null}
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{props.children}</div>
      {footer ? <ChangesFoot>{footer}</ChangesFoot> : null}
    </>
  );
}

/** The last line of a page of the settings: its last change. */
export const ChangesFoot = ({ children }: { children: ReactNode }) => (
  <footer className="flex h-9 shrink-0 items-center gap-2 bg-surface px-edge text-muted text-sm hairline-t phone:h-11">
    <History aria-hidden className="size-3.5 shrink-0 text-faint" />
    {children}
  </footer>
);

/** A column of fields in a settings page, 560 wide, with a hairline above every section but the first. */
export function SettingsSection({
  title,
  description,
  className,
  children,
}: {
  title?: string | undefined;
  description?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section className={cn("shrink-0 border-t px-edge py-5", className)}>
      <div className="w-[560px] max-w-full">
        {title ? <h2 className="font-semibold">{title}</h2> : null}
        {description ? <p className="mt-1 text-muted">{description}</p> : null}
        <div className={title || description ? "mt-4" : undefined}>{children}</div>
      </div>
    </section>
  );
}

/** The head of a group of rows on sunken ground, 38 high. */
export function GroupHead({
  title,
  count,
  note,
  action,
  onPhones = false,
}: {
  title: string;
  count?: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  /** Phones have the action too: it fits, and there is no other place for it. */
  onPhones?: boolean;
}) {
  return (
    <div className="flex h-[38px] shrink-0 items-center gap-2 bg-surface-sunken px-edge hairline-b hairline-soft">
      <h2 className="font-semibold">{title}</h2>
      {count === undefined ? null : <span className="text-faint">{count}</span>}
      {note ? <span className="ml-1.5 truncate text-muted text-sm phone:hidden">{note}</span> : null}
      {action ? <span className={cn("ml-auto", !onPhones && "phone:hidden")}>{action}</span> : null}
    </div>
  );
}
