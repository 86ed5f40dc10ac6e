import type { ReactNode } from "react";

interface States {
  status: "loading" | "error" | "ready";
  filtered?: boolean | undefined;
  error?: ReactNode;
  empty?: ReactNode;
  emptyFiltered?: ReactNode;
}

/** The placeholder for missing rows. */
export function withoutRows(props: States): ReactNode {
  if (props.status === "error") return props.error;
  if (props.status === "loading") return null;
  return props.filtered ? (props.emptyFiltered ?? props.empty) : props.empty;
}
