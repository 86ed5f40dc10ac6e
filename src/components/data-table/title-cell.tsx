import type { ReactNode } from "react";

interface TitleCellProps {
  title: ReactNode;
  /** Below it, shortened to one line. */
  note?: string | null;
  /** Below it on phones, in place of other columns. */
  phoneNote?: string;
  children?: ReactNode;
}

/** The cell that names a row, with smaller lines below the name. */
export function TitleCell({ title, note, phoneNote, children }: TitleCellProps) {
  return (
    <span className="block min-w-0">
      <span className="block truncate font-medium">{title}</span>
      {phoneNote ? <span className="block truncate text-muted text-sm desk:hidden">{phoneNote}</span> : null}
      {note ? (
        <span className="block truncate text-muted text-sm" title={note}>
          {note}
        </span>
      ) : null}
      {children}
    </span>
  );
}
