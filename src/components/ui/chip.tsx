import { X } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { cn } from "@/lib/cn";

export type ChipProps = {
  field: string;
  icon?: ReactNode;
  /** "is", "is any of"; a phone shows `short` instead. */
  operator?: string | undefined;
  short?: string | undefined;
  /**
   * Several are joined by "or", unless `joiner` is "and"; a phone shows their number. None if the field says enough.
   */
  values: readonly string[];
  joiner?: "or" | "and" | undefined;
  /** The object of "Remove the filter …"; by default the field. */
  name?: string | undefined;
  /** A click on the value opens its editor. */
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
  className?: string | undefined;
};

const part = "flex items-center gap-[5px] px-[7px]";

/** One condition of a filter: field, operator, value, each behind a hairline, then ×. */
export function Chip(props: ChipProps) {
  const { field, icon, operator, short, values, joiner = "or", name = field, onEdit, onRemove, className } = props;
  const shown = (
    <>
      {values.map((value, place) => (
        <Fragment key={value}>
          {place > 0 ? <span className="font-normal text-faint phone:hidden">{joiner}</span> : null}
          {/* Spaces make its text that of the button's name; a row of parts does not show them. */}{" "}
          <span className={cn("max-w-48 truncate", values.length > 1 && "phone:hidden")}>{value}</span>{" "}
        </Fragment>
      ))}
      {values.length > 1 ? <span className="desk:hidden">{values.length}</span> : null}
    </>
  );
  // A phone shows only their number, which the button's name says as well.
  const several = values.length > 1 ? `(${values.length})` : null;
  return (
    <span
      className={cn(
        "inline-flex h-6 shrink-0 items-stretch divide-x whitespace-nowrap rounded-md border bg-surface text-sm phone:h-8 phone:text-[13px]",
        className,
      )}
    >
      <span className={cn(part, "text-muted [&_svg]:size-[13px] [&_svg]:text-muted")}>
        {icon}
        {field}
      </span>
      {operator ? <span className={cn(part, "text-muted phone:hidden")}>{operator}</span> : null}
      {short ? <span className={cn(part, "text-muted desk:hidden")}>{short}</span> : null}
      {values.length > 0 && onEdit ? (
        <button
          type="button"
          onClick={onEdit}
          aria-label={[field, operator, values.join(` ${joiner} `), several, "edit"].filter(Boolean).join(" ")}
          className={cn(part, "relative min-w-6 justify-center font-medium hover:bg-surface-hover hit-44")}
        >
          {shown}
        </button>
      ) : null}
      {values.length > 0 && !onEdit ? <span className={cn(part, "font-medium")}>{shown}</span> : null}
      {onRemove ? (
        <button
          type="button"
          onClick={onRemove}
          aria-label={`Remove the filter ${name}`}
          className="relative flex w-6 items-center justify-center rounded-r-md text-faint hover:text-text hit-44 phone:w-8"
        >
          <X aria-hidden className="size-[13px]" />
        </button>
      ) : null}
    </span>
  );
}
